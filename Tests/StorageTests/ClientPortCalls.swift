import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Random calls of the port; each says all that the store answered.
struct ClientPortCalls {
    private var random: SplitMix64
    private var outbox: Set<Int> = []
    private var seq = 0
    private typealias V = ClientValues

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// One random change, to be made on each store.
    mutating func next() -> (any CopyStore) throws -> String {
        let entity = V.entity(random.below(6))
        let number = random.below(30)
        let layer: Layer = random.once(in: 2) ? .confirmed : .shown
        switch random.below(20) {
        case 0, 1: return putOp(number)
        case 2:
            return { copy in
                try copy.removeOp(at: V.dot(number))
                return ""
            }
        case 3...6:
            let state = V.state(
                number, article: random.once(in: 3) ? nil : random.below(3),
                values: random.below(3))
            return { copy in
                try copy.put(state, of: entity, layer)
                return ""
            }
        case 7...10:
            let token = V.token(number, dot: random.once(in: 3) ? number + 3 : nil)
            return { "\(try $0.add(token, to: entity, layer))" }
        case 11...13: return { "\(try $0.removeToken(V.identity(number), from: entity, layer))" }
        case 14: return { "\(try $0.resetShown())" }
        case 15:
            let text =
                random.once(in: 4)
                ? nil : BodyText(text: "text \(number)", heads: [V.identity(number)])
            return { copy in
                try copy.putText(text, of: entity)
                return ""
            }
        case 16: return changeOutbox(number)
        case 17: return changeLog(number)
        case 18:
            return { copy in
                try copy.putAcceptedAgain(V.identity(number, scope: 1), as: V.dot(number + 1))
                copy.contentHash &+= UInt128(number) << 100
                copy.state.counter += 1
                copy.state.stop = number % 2 == 0 ? .contentDiffers : nil
                return ""
            }
        default: return wipeSometimes()
        }
    }

    private mutating func putOp(_ number: Int) -> (any CopyStore) throws -> String {
        let op = V.op(
            number, on: random.once(in: 5) ? nil : random.below(6), by: random.below(2),
            [.accepted, .pending, .denied][random.below(3)])
        return { copy in
            try copy.put(op)
            return ""
        }
    }

    private mutating func changeOutbox(_ number: Int) -> (any CopyStore) throws -> String {
        if outbox.remove(number) != nil {
            return { copy in
                try copy.removeFromOutbox(V.dot(number))
                return ""
            }
        }
        outbox.insert(number)
        return { copy in
            try copy.appendToOutbox(V.dot(number))
            return ""
        }
    }

    private mutating func changeLog(_ number: Int) -> (any CopyStore) throws -> String {
        seq += 1
        let seq = self.seq
        return { copy in
            try copy.append(V.record(seq, set: copy.id))
            try copy.append(V.memberEntry(seq))
            try copy.append(V.event(seq, of: number % 6))
            try copy.putHead(
                ChainHead(counter: UInt64(seq), hash: V.hash(seq), epoch: V.octets(1)),
                of: V.replica(number % 3))
            try copy.appendSealed(V.bundle(seq, set: copy.id))
            if number % 3 == 0 { try copy.removeSealed(through: UInt64(seq / 2)) }
            return ""
        }
    }

    private mutating func wipeSometimes() -> (any CopyStore) throws -> String {
        guard random.once(in: 6) else { return { "\(try $0.outbox())" } }
        outbox = []
        return { copy in
            try copy.wipe()
            return ""
        }
    }

    /// All that the port tells of a copy.
    static func picture(of copy: any CopyStore) throws -> [String] {
        var lines = ["\(copy.state)", "\(copy.contentHash)", "\(copy.membership.entries)"]
        lines.append("\(copy.membership.hash) \(try copy.outbox()) \(try copy.sealed())")
        for number in 0..<33 {
            lines.append("\(number) \(String(describing: try copy.op(at: V.dot(number))))")
            let again = try copy.acceptedAgain(V.identity(number, scope: 1))
            lines.append("again \(String(describing: again))")
        }
        for number in 0..<6 {
            let id = V.entity(number)
            for layer in [Layer.confirmed, .shown] {
                lines.append("\(number) \(String(describing: try copy.entity(id, layer)))")
                lines.append("\(try copy.tokens(of: id, layer)) \(try copy.hasToken(id, layer))")
            }
            lines.append("\(try copy.ops(of: id)) \(String(describing: try copy.text(of: id)))")
        }
        for number in 0..<3 {
            lines.append("\(try copy.ops(by: V.account(number)))")
            lines.append("\(String(describing: try copy.head(of: V.replica(number))))")
        }
        return lines
    }
}
