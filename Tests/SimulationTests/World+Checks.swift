import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    /// What must hold of a machine at any time; what is costly is looked at once in `share` times.
    func check(_ machine: Machine, _ share: Int, isStated: Bool = true) throws {
        try checkClock(machine)
        let isDeep = isThorough || share == 1 || SplitMix64(seed: UInt64(tick)).isChosen(share)
        for copy in machine.copies {
            do {
                try checkPlaces(copy, machine)
                guard isDeep, copy.state.stop == nil else { continue }
                try checkChain(copy)
                try checkRebuilt(copy)
                if isStated { try checkState(copy) }
            } catch let failure as Failure {
                throw Failure("\(machine.name) in \(name(copy.id)): \(failure)")
            }
        }
    }

    /// What is received moves a clock at most 60 s past what its own wall clock has said.
    private func checkClock(_ machine: Machine) throws {
        let lead = HybridLogicalClock.leadMillisecondsMax + 1
        guard machine.store.clock.latest.milliseconds <= machine.latestWall + lead else {
            throw Failure("\(machine.name)'s clock was dragged ahead")
        }
    }

    func name(_ set: SetID) -> String {
        shared.contains(set) ? "a shared set" : "a personal set"
    }

    private func checkPlaces(_ copy: MemoryCopy, _ machine: Machine) throws {
        let store = machine.store
        let state = copy.own.state
        if let stop = state.stop, stop != .removed {
            if mayStop(machine) { return }
            throw Failure("stopped: \(stop)")
        }
        if state.stop != nil { return }
        let outbox = copy.own.outbox
        for (index, dot) in outbox.enumerated() {
            let counter = state.counter - UInt64(outbox.count - 1 - index)
            guard dot == Dot(replica: store.replica, counter: counter) else {
                throw Failure("the outbox has a gap at \(index)")
            }
            guard try copy.op(at: dot)?.verdict == .pending else {
                throw Failure("the outbox holds what is not pending")
            }
        }
        let sealedOps = copy.own.sealed.reduce(0) { $0 + $1.entries.count }
        let sealedOutbox = outbox.filter { $0.counter <= state.sealedThrough }
        guard sealedOps == sealedOutbox.count,
            copy.own.sealed.first?.first == sealedOutbox.first?.counter,
            copy.own.sealed.isEmpty || copy.own.sealed.last?.last == state.sealedThrough
        else { throw Failure("sealed bundles and outbox differ") }
        guard state.position.seq == UInt64(copy.own.records.count) else {
            throw Failure(
                "the cursor is at \(state.position.seq), records \(copy.own.records.count)")
        }
        // A server that was put back knows nothing of the place until the two have met.
        if state.position.epoch != server.epoch || isServerSilent { return }
        if play.isKeyStolen { return }
        guard let log = server.memorySet(copy.id),
            try log.running(at: state.position.seq) == state.position.running,
            copy.own.membership.count <= log.membership.count,
            copy.own.membership.hash == log.membership.hashes[copy.own.membership.count]
        else { throw Failure("the cursor is not a place of the log") }
    }

    private func checkChain(_ copy: MemoryCopy) throws {
        var running = LogPosition.runningStart(of: copy.id, hashing)
        for (index, record) in copy.own.records.enumerated() {
            guard record.seq == UInt64(index + 1) else { throw Failure("a gap in the log") }
            running = record.running(after: running, hashing)
        }
        guard running == copy.own.state.position.running else {
            throw Failure("the kept log is not the one whose hash the cursor carries")
        }
        guard try recount(copy) == copy.contentHash else {
            throw Failure("the content hash is not that of the content")
        }
    }

    /// The content hash, from the confirmed state alone.
    func recount(_ set: MemorySet) throws -> UInt128 {
        var sum: UInt128 = 0
        var input: [UInt8] = []
        func add(_ mark: UInt8, _ entity: EntityID, _ identity: Identity) {
            input.removeAll(keepingCapacity: true)
            input.append(mark)
            set.id.octets.append(to: &input)
            entity.octets.append(to: &input)
            identity.scope.append(to: &input)
            identity.dot.replica.octets.append(to: &input)
            withUnsafeBytes(of: identity.dot.counter.bigEndian) { input.append(contentsOf: $0) }
            identity.hash.append(to: &input)
            let hash = hashing.hash(input).first
            sum &+= UInt128(hash.high) << 64 | UInt128(hash.low)
        }
        for entity in set.entities(.confirmed) {
            for value in try set.entity(entity, .confirmed)?.live ?? [] {
                add(1, entity, value.identity)
            }
            for token in try set.tokens(of: entity, .confirmed) { add(2, entity, token.identity) }
        }
        return sum
    }

    /// What is shown is what is confirmed with the outbox over it, made from nothing.
    private func checkRebuilt(_ copy: MemoryCopy) throws {
        if copy.state.isRecovering { return }
        let other = copy.twin()
        _ = try other.resetShown()
        let merge = Merge(other, hashing: hashing)
        var shown = Merge.Shown()
        for dot in try other.outbox() {
            if let op = try other.op(at: dot) { _ = try merge.show(op, after: &shown) }
        }
        // All else is what is confirmed in both.
        for id in copy.overridden.union(other.overridden) {
            guard try copy.entity(id, .shown) == other.entity(id, .shown),
                try copy.tokens(of: id, .shown) == other.tokens(of: id, .shown)
            else { throw Failure("what is shown is not confirmed state and outbox") }
        }
    }

    /// Both layers are what the oracle makes of the log, and of log and outbox.
    private func checkState(_ copy: MemoryCopy) throws {
        let log = LogView(copy.own.records, copy.own.membership, hashing)
        let confirmed = Oracle(log.accepted, in: copy.id, naming)
        try compare(copy, .confirmed, confirmed)
        if try hasOddMaker(copy) || copy.state.isRecovering { return }
        let shown =
            copy.own.outbox.isEmpty
            ? confirmed : Oracle(log.shown(copy, naming), in: copy.id, naming)
        try compare(copy, .shown, shown)
        try checkTexts(copy, Expected(shown))
    }

    /// What the oracle makes of a log, texts included.
    struct Expected {
        let oracle: Oracle
        let texts: [EntityID: String]

        init(_ oracle: Oracle) {
            self.oracle = oracle
            var texts: [EntityID: String] = [:]
            for (id, entity) in oracle.entities where entity.article != nil {
                texts[id] = oracle.text(of: id)
            }
            self.texts = texts
        }
    }

    func checkTexts(_ copy: MemoryCopy, _ expected: Expected) throws {
        let odd = try oddTexts(copy)
        for (id, text) in expected.texts where !odd.contains(id) {
            let kept = try copy.text(of: id)
            guard let kept, kept.text.utf8.elementsEqual(text.utf8) else {
                throw Failure("kept text \(kept?.text ?? "none"), oracle's \(text)")
            }
            let live = expected.oracle.entities[id]?.live ?? []
            let heads = live.filter { OpKind(raw: $0.raw).isText }.map(\.identity).sorted()
            guard kept.heads == heads else { throw Failure("kept heads are not the oracle's") }
        }
    }

    /// Whether an op waits that would be a further creation of somebody's note, and will be
    /// refused.
    private func hasOddMaker(_ copy: MemoryCopy) throws -> Bool {
        try copy.own.outbox.contains { dot in
            guard let kind = try copy.op(at: dot)?.op.kind else { return false }
            return kind.creates && (kind.opClass == .note || kind.opClass == .set)
        }
    }

    /// Annotations on which an op waits that will be refused, as it does not fit to the text; what
    /// is shown of their text until then is nobody's business.
    private func oddTexts(_ copy: MemoryCopy) throws -> Set<EntityID> {
        var result: Set<EntityID> = []
        for dot in copy.own.outbox {
            guard let op = try copy.op(at: dot), let entity = op.entity else { continue }
            if op.op.kind.opClass == .make, !op.op.names.isEmpty { result.insert(entity) }
            for name in op.op.names {
                let named = try copy.op(at: name)
                if named?.entity != entity || named?.op.kind.isText != (op.op.kind == .text) {
                    result.insert(entity)
                }
            }
        }
        return result
    }

    func compare(_ set: MemorySet, _ layer: Layer, _ oracle: Oracle) throws {
        let ids = set.entities(layer)
        var seen = 0
        for id in ids {
            if oracle.entities[id] != nil { seen += 1 }
            try compare(set, id, layer, oracle.entities[id] ?? Oracle.Entity())
        }
        if seen == oracle.entities.count { return }
        for (id, entity) in oracle.entities { try compare(set, id, layer, entity) }
    }

    private func compare(
        _ set: MemorySet, _ id: EntityID, _ layer: Layer, _ entity: Oracle.Entity
    ) throws {
        let state = try set.entity(id, layer) ?? EntityState()
        guard state.creations.elementsEqual(entity.makers, by: { $0.identity == $1 }),
            state.creation?.author == entity.author,
            state.creation?.article.map({ EntityID($0) }) == entity.article,
            state.creation?.parent == entity.parent
        else { throw Failure("\(layer) creation of \(id) is not the oracle's") }
        let isLive = state.live.allSatisfy {
            entity.live.contains(
                Oracle.Value(
                    identity: $0.identity, dot: $0.dot, raw: $0.kind.raw, stamp: $0.stamp,
                    account: $0.author, payload: $0.payload))
        }
        guard isLive, state.live.count == entity.live.count,
            zip(state.live, state.live.dropFirst()).allSatisfy({ $0.identity < $1.identity })
        else {
            throw Failure(
                """
                \(layer) values of \(id): kinds \(state.live.map { $0.kind.raw >> 6 }.sorted()), \
                the oracle's \(entity.live.map { $0.raw >> 6 }.sorted())
                """)
        }
        let tokens = try set.tokens(of: id, layer)
        let isKept = tokens.allSatisfy { entity.tokens.contains($0.identity) }
        guard isKept, tokens.count == entity.tokens.count,
            zip(tokens, tokens.dropFirst()).allSatisfy({ $0.identity < $1.identity })
        else { throw Failure("\(layer) tokens of \(id) are not the oracle's") }
    }
}

extension SplitMix64 {
    /// True for one in `share` seeds.
    func isChosen(_ share: Int) -> Bool {
        var numbers = self
        return numbers.once(in: share)
    }
}
