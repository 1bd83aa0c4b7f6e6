import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Short names of moments and of states, to notice when two are the same.
enum Fingerprint {
    /// What everybody did, in their order.
    static func play(of moment: Moment) -> [UInt8] {
        var result: [UInt8] = []
        for side in moment.sides {
            for act in side.acts { result.append(act.deed.rawValue) }
            result.append(.max)
        }
        return result
    }

    /// All that decides what a moment is: what was done on which knowledge, what was sent, and
    /// what was read.
    static func key(of moment: Moment, on stage: Stage) throws -> Octets16 {
        var input = play(of: moment)
        for (index, side) in moment.sides.enumerated() {
            for act in side.acts { append(act, to: &input) }
            let copy = try stage.copy(moment, index)
            let state = copy.state
            for value in [state.position.seq, state.counter, state.sealedThrough] {
                input.append(UInt8(truncatingIfNeeded: value))
            }
            input.append(UInt8(truncatingIfNeeded: copy.membership.count))
            input.append(state.stop == nil ? 0 : 1)
        }
        let log = try stage.log(moment)
        for record in log.own.log {
            let side = stage.replicas.firstIndex { $0 == record.bundle.replica } ?? 9
            input.append(UInt8(truncatingIfNeeded: side))
            input.append(UInt8(truncatingIfNeeded: record.bundle.entries.count))
            input.append(UInt8(truncatingIfNeeded: record.members))
        }
        input.append(UInt8(truncatingIfNeeded: log.membership.count))
        return stage.hashing.hash(input).first
    }

    private static func append(_ act: Act, to input: inout [UInt8]) {
        input += act.seen.map { UInt8(truncatingIfNeeded: $0) }
        input.append(UInt8(truncatingIfNeeded: act.hidden.count))
        input.append(UInt8(truncatingIfNeeded: act.refusals))
    }

    /// What was done and what each had seen when doing it; where ops can be refused also which
    /// were, and what of that was known.
    static func group(
        of moment: Moment, on stage: Stage, knowsVerdicts: Bool
    ) throws -> Octets16 {
        var input = play(of: moment)
        for side in moment.sides {
            for act in side.acts { append(act, to: &input) }
        }
        if knowsVerdicts {
            let log = try stage.log(moment)
            for replica in stage.replicas {
                for record in log.own.log where record.bundle.replica == replica {
                    input += record.mask.map(\.rawValue)
                }
            }
        }
        return stage.hashing.hash(input).first
    }

    /// What a side's store holds.
    static func mark(of side: Side, _ copy: MemoryCopy) throws -> Int {
        var hasher = Hasher()
        hasher.combine(try meaning(of: copy, .confirmed))
        hasher.combine(try meaning(of: copy, .shown))
        hasher.combine(copy.contentHash)
        hasher.combine(copy.own.outbox)
        hasher.combine(side.store.drawer)
        hasher.combine(side.store.clock)
        return hasher.finalize()
    }

    /// A set's state by identities, without the dots under which ops came; of a copy's shown state
    /// also the texts.
    static func meaning(of set: MemorySet, _ layer: Layer) throws -> Int {
        var hasher = Hasher()
        for id in set.entities(layer) {
            let state = try set.entity(id, layer) ?? EntityState()
            let tokens = try set.tokens(of: id, layer)
            if state.creations.isEmpty, state.live.isEmpty, tokens.isEmpty { continue }
            hasher.combine(id)
            for creation in state.creations { hasher.combine(creation.identity) }
            hasher.combine(state.creation?.author)
            hasher.combine(state.creation?.article)
            hasher.combine(state.creation?.parent)
            for value in state.live {
                hasher.combine(value.identity)
                hasher.combine(value.payload)
            }
            for token in tokens { hasher.combine(token.identity) }
            if layer == .shown, let copy = set as? MemoryCopy {
                hasher.combine(try copy.text(of: id))
            }
        }
        return hasher.finalize()
    }
}
