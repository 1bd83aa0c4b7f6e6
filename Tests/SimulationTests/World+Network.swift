import AnnotationModel
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

extension World {
    /// The machine's request, as it is after it was committed.
    func request(_ machine: Machine) throws -> Request? {
        guard machine.isLoggedIn else { return nil }
        let request = try transact(machine) { try $0.request() }
        let asker = SyncPeer.Asker(account: machine.store.account, key: machine.signer.key)
        return Request(machine: machine, asker: asker, request: request)
    }

    /// The server's answer, as it is after it was committed.
    func serve(_ message: Request) throws -> Answer {
        var request = message.request
        if plan.usesCodecs {
            request = try SyncRequest.decode(request.encoded(), hashing)
            guard request == message.request else {
                throw Failure("a request is another one after encoding and decoding")
            }
        }
        var answer = try serverDisk.transaction { store in
            let answer = try peer(store).answer(request, from: message.asker)
            if isCrashing { throw Aborted() }
            return answer
        }
        if plan.usesCodecs {
            let decoded = try SyncAnswer.decode(answer.encoded(), hashing)
            guard decoded == answer else {
                throw Failure("an answer is another one after encoding and decoding")
            }
            answer = decoded
        }
        try checkServed(answer, message)
        noteAgain(answer, message.request)
        try noteAcknowledged(answer, message.request)
        countSnapshots(answer)
        return Answer(machine: message.machine, request: message.request, answer: answer)
    }

    func peer(_ store: any PeerStore) -> SyncPeer {
        SyncPeer(
            store: store, hashing: hashing, checker: serverSigner, signer: serverSigner,
            randomness: randomness, octetsMax: plan.answerOctets)
    }

    private func checkServed(_ answer: SyncAnswer, _ message: Request) throws {
        for (asked, part) in zip(message.request.parts, answer.parts) {
            let role = role(of: message.asker.account, in: asked.set)
            // Who was removed is shown the membership log up to there.
            let isFarewell = part.status == .removed
            if role == nil,
                !part.log.isEmpty || part.contentHash != nil
                    || (!part.members.isEmpty && !isFarewell)
            {
                throw Failure("somebody without a right was served")
            }
            for result in part.results where ![.ok, .dup].contains(result) {
                if result == .forked, mayFork { continue }
                if result == .missing, loss.count > 0 { continue }
                throw Failure("a bundle was answered \(result)")
            }
        }
    }

    /// Takes an answer in, and checks what it left.
    func take(_ answer: Answer, _ share: Int) throws -> SyncReport {
        let machine = answer.machine
        guard machines.contains(where: { $0 === machine }) else { return SyncReport() }
        let report = try transact(machine) { try $0.take(answer.answer, to: answer.request) }
        note(
            """
            \(machine.name) took: sent \(report.sent) received \(report.received) \
            refused \(report.refused.map { ($0.reason, $0.op.kind.raw >> 6) }) \
            stopped \(report.stopped.values) new identity \(report.hasNewIdentity) \
            moved \(report.hasMoved) statuses \(answer.answer.parts.map(\.status))
            """)
        if report.stopped.values.contains(.removed) { loss.left.insert(machine.name) }
        if report.hasNewIdentity, !mayFork {
            throw Failure("\(machine.name) took a new identity, but nothing was copied")
        }
        note(report)
        for (set, stop) in report.stopped where stop != .removed && !mayStop(machine) {
            throw Failure("\(machine.name) stopped \(set): \(stop)")
        }
        try check(machine, share)
        return report
    }

    private func note(_ report: SyncReport) {
        guard audits else { return }
        for item in report.refused { count("drawer \(item.reason)") }
        for stop in report.stopped.values { count("stop \(stop)") }
        for event in report.merged { count("merged \(event.what)") }
    }

    /// Syncs until nothing is left to do, at most a few round trips.
    @discardableResult
    func round(_ machine: Machine, trips: Int = 4, share: Int = 16) throws -> Bool {
        for _ in 0..<trips {
            guard let request = try request(machine) else { return true }
            let report = try take(try serve(request), share)
            if !report.isUnfinished { return true }
        }
        return false
    }
}
