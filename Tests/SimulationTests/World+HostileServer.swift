import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    /// Lets a server that is not the true one answer a machine, from what it has overheard.
    func lie(to machine: Machine, _ numbers: inout SplitMix64) throws {
        guard let message = try request(machine) else { return }
        let lie = ServerLie.allCases[numbers.below(ServerLie.allCases.count)]
        let id = ObjectIdentifier(machine)
        let heard = lie.isDelivered ? message.request : message.request.withoutPush
        let honest = Request(machine: machine, asker: message.asker, request: heard)
        let truth = try serve(honest).answer
        play.earlier[id, default: []].append(truth)
        var told = truth
        if lie == .oldAnswer {
            told = old(numbers.pick(play.earlier[id] ?? []) ?? truth, to: truth)
        }
        var known: [SetID: [MemberEntry]] = [:]
        for set in server.all { known[set.id] = set.membership.entries }
        var liar = Liar(
            lie: lie, hashing: hashing, randomness: randomness, shared: shared, known: known,
            numbers: numbers)
        told = liar.told(in: told, to: message.request)
        if plan.profile == .hostileKey { told = signed(told, to: message.request, for: machine) }
        // Only lies that can be said are lies.
        guard let said = try? SyncAnswer.decode(told.encoded(), hashing) else {
            return count("lie \(lie): not readable")
        }
        if told == truth, lie.isDelivered { count("lie \(lie): nothing to lie about") }
        play.deceived.insert(id)
        mayFork = true
        let report = try take(
            Answer(machine: machine, request: message.request, answer: said), 4)
        let outcome =
            report.stopped.values.first.map { "stopped \($0)" }
            ?? (report.hasNewIdentity ? "new identity" : report.hasMoved ? "moved" : "went on")
        count("lie \(lie): \(outcome)")
        if play.isKeyStolen { return try checkOwnOps(machine) }
        try checkDeceived(machine, lie)
    }

    /// The answer, signed with the true server's key from where the machine stands.
    private func signed(
        _ answer: SyncAnswer, to request: SyncRequest, for machine: Machine
    ) -> SyncAnswer {
        play.isKeyStolen = true
        loss.count += 1
        let parts = zip(request.parts, answer.parts).map { asked, part in
            guard let copy = machine.store.memoryCopy(of: asked.set), part.status == .ok else {
                return part
            }
            var part = part
            var position = copy.state.position
            position.epoch = part.epoch ?? position.epoch
            for entry in part.members {
                position.membersHash = entry.hash(after: position.membersHash, hashing)
            }
            position.members += part.members.count
            part.log = part.log.map { signed($0, in: asked.set, &position) }
            let message = SignedPosition.message(asked.set, position)
            part.receipt = part.isNews ? serverSigner.sign(message) : nil
            return part
        }
        return SyncAnswer(parts: parts, others: answer.others)
    }

    private func signed(
        _ entry: SyncAnswer.LogEntry, in set: SetID, _ position: inout LogPosition
    ) -> SyncAnswer.LogEntry {
        position.seq += 1
        func receipt() -> [UInt8] {
            serverSigner.sign(
                Record.receiptMessage(
                    set: set.octets, seq: position.seq, running: position.running))
        }
        switch entry {
        case .record(let record):
            let record = Record(
                seq: position.seq, bundle: record.bundle, mask: record.mask,
                members: record.members, receipt: nil)
            position.running = record.running(after: position.running, hashing)
            return .record(record.with(receipt: receipt()))
        case .own(_, let bundle, let mask, let members, _):
            position.running = Record.running(
                bundle: bundle, mask: mask, members: members, after: position.running, hashing)
            return .own(
                seq: position.seq, bundle: bundle, mask: mask, members: members,
                receipt: receipt())
        case .snapshot(let octets):
            guard let part = try? SnapshotPart.decode(octets, hashing) else { return entry }
            position.seq = part.last
            position.running = part.running(hashing)
            return entry
        }
    }

    /// An older answer, said to be one to the present request.
    private func old(_ answer: SyncAnswer, to truth: SyncAnswer) -> SyncAnswer {
        let parts = zip(answer.parts, truth.parts).map { old, new in
            var part = old
            part.asked = new.asked
            return part
        }
        return SyncAnswer(parts: parts, others: answer.others)
    }

    /// Nothing that the true server's log does not hold was taken in, and nothing own was dropped.
    private func checkDeceived(_ machine: Machine, _ lie: ServerLie) throws {
        func fail(_ what: String) -> Failure { Failure("lie \(lie) to \(machine.name): \(what)") }
        for copy in machine.copies where copy.state.stop != .removed {
            let position = copy.state.position
            guard let log = server.memorySet(copy.id) else {
                if position.seq > 0 { throw fail("a log was read that nobody has") }
                continue
            }
            guard try log.running(at: position.seq) == position.running,
                position.seq == UInt64(copy.own.records.count)
            else { throw fail("the log read is not the true one") }
            guard position.epoch == nil || position.epoch == server.epoch else {
                throw fail("an epoch was entered that is not the server's")
            }
            let count = copy.own.membership.count
            guard count <= log.membership.count,
                copy.own.membership.hash == log.membership.hashes[count]
            else { throw fail("a membership entry was taken that nobody gave") }
        }
        try checkOwnOps(machine)
    }

    /// All that was written in a store is in one of its copies, in its drawer, or accepted.
    func checkOwnOps(_ machine: Machine) throws {
        var kept = Set(machine.store.drawer.map(\.identity))
        for copy in machine.copies { kept.formUnion(copy.content.ops.map(\.identity)) }
        var missing = machine.store.written.filter { !kept.contains($0) }
        if missing.isEmpty { return }
        for set in server.all {
            let log = LogView(set.own.log, set.membership, hashing)
            let there = Set(log.accepted.map(\.identity))
            missing.removeAll { there.contains($0) }
        }
        if let identity = missing.first {
            throw Failure("\(machine.name) wrote \(identity.dot), which it dropped")
        }
    }

    /// Whether all that is known of a set is that a server said it is there.
    func isHearsay(_ copy: MemoryCopy) -> Bool {
        copy.state.position.epoch == nil && copy.state.founding == nil && !copy.state.isPersonal
            && copy.own.outbox.isEmpty && !shared.contains(copy.id)
    }

    /// Does for each stopped set what the programs' own repair does, once nobody lies any more.
    func mendDeceived() throws {
        for machine in machines where mayStop(machine) {
            let stops = machine.copies.compactMap(\.state.stop).filter { $0 != .removed }
            for stop in stops { count("stopped at the end: \(stop)") }
            if stops.isEmpty { count("deceived and level without repair") }
            try transact(machine) { replica in
                for set in try replica.store.sets() {
                    if let copy = try replica.store.copy(of: set) { replica.resume(copy) }
                }
            }
            // A set that was only said to be there stays an empty copy.
            for copy in machine.copies
            where isHearsay(copy) && server.memorySet(copy.id) == nil {
                try transact(machine) { try $0.store.removeCopy(of: copy.id) }
                count("a set that nobody has was kept")
            }
        }
    }
}

extension SyncAnswer.Part {
    /// Whether the part leads to another position.
    fileprivate var isNews: Bool { !log.isEmpty || !members.isEmpty || epoch != nil }
}

extension SyncRequest {
    /// The same request without what it brings.
    fileprivate var withoutPush: SyncRequest {
        SyncRequest(
            replica: replica,
            parts: parts.map {
                Part(set: $0.set, position: $0.position, founding: nil, proof: $0.proof)
            })
    }
}
