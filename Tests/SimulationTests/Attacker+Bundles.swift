import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension Attacker {
    /// The requests of an attack, in the order in which they are sent.
    mutating func requests(_ attack: HostileMember.Attack) -> [SyncRequest] {
        switch attack {
        case .write, .noise: return [request([sealed(ordinaries())])]
        case .forgedReplica:
            let others = set.membership.replicas.filter { $0.value.account != member.account }
            guard let victim = numbers.pick(others.keys.sorted()) else { return [] }
            return [request([sealed(ordinaries(), at: place(of: victim))], as: victim)]
        case .lostReplica:
            // As if it were the first to write under the name.
            guard let victim = foreign()?.record.bundle.replica else { return [] }
            let place = Place(replica: victim, first: 1, previous: .zero)
            return [request([sealed(ordinaries(), at: place)], as: victim)]
        case .forgedSignature: return [request([sealed(ordinaries(), signature: noise64())])]
        case .replayed:
            guard let bundle = foreign()?.record.bundle else { return [] }
            return [request([bundle], as: bundle.replica), request([bundle])]
        case .replayedInOwnName, .stolenFirstIssue, .stolenLostIssue:
            return [repeated(attack)].compactMap { $0 }
        case .ownFirstIssueTwice: return [ownTwice()].compactMap { $0 }
        case .equivocation:
            let place = place(of: member.replica)
            return (0..<2).map { _ in request([sealed(ordinaries(), at: place)]) }
        case .gap, .wrongChain:
            var place = place(of: member.replica)
            if attack == .gap { place.first += 3 } else { place.previous = octets32() }
            return [request([sealed(ordinaries(), at: place)])]
        case .unseenNames, .foreignNames, .foreignKills, .ownLaterDot, .limits:
            return [misnaming(attack).map { request([sealed([$0])]) }].compactMap { $0 }
        case .foreignSet:
            let other = SetID(randomness.octets16())
            return [request([sealed(ordinaries(), in: other)])]
        case .againMask, .againMembers, .againOrder, .againBare, .againPrevious, .againForged,
            .againWhole:
            return again(attack)
        case .tailGrant, .tailOrder, .tailFalseProof, .tailWhole, .tailSquat, .tailMany:
            return tail(attack)
        case .falseStanding, .beyondLog, .otherEpoch: return [standing(attack)]
        case .founding, .foundingOwnKey, .strange: return found(attack)
        }
    }

    /// Somebody else's ops in a bundle of one's own, as they are or as issued again.
    private mutating func repeated(_ attack: HostileMember.Attack) -> SyncRequest? {
        let isLost = attack == .stolenLostIssue
        guard let bundle = (isLost ? foreign() : standing())?.record.bundle else { return nil }
        let isAltered = numbers.once(in: 2)
        let ops = ops(of: bundle).map { dot, op, hash in
            let first = op.was ?? Identity(scope: set.id.octets, dot: dot, hash: hash)
            let isText = op.kind == .text
            let altered =
                isText
                ? Payload.runs([.init(position: 0, deleted: 1, inserted: "X")]).encoded()
                : op.payload
            return Op(
                kind: op.kind, target: op.target, names: op.names, kills: op.kills,
                stamp: op.stamp, was: attack == .replayedInOwnName ? op.was : first,
                payload: isAltered ? altered : op.payload)
        }
        return ops.isEmpty ? nil : request([sealed(ops)])
    }

    /// Two ops that say that they are one, on different notes and with different contents.
    private mutating func ownTwice() -> SyncRequest? {
        guard let first = ordinary(), let other = ordinary() else { return nil }
        let place = place(of: member.replica)
        let dot = Dot(replica: place.replica, counter: place.first)
        let identity = Identity(
            scope: set.id.octets, dot: dot, hash: OpEncoding.hash(first, hashing))
        let second = Op(
            kind: numbers.once(in: 2) ? first.kind : other.kind, target: other.target,
            names: other.names, kills: other.kills, stamp: first.stamp, was: identity,
            payload: other.payload)
        let next = Dot(replica: place.replica, counter: place.first + 1)
        let third = Op(
            kind: .text, target: other.target, names: [next], stamp: first.stamp,
            payload: Payload.runs([.init(position: 0, deleted: 0, inserted: "3")]).encoded())
        return request([sealed([first, second, third], at: place)])
    }

    private mutating func misnaming(_ attack: HostileMember.Attack) -> Op? {
        guard let (id, state, target) = entity(), let other = entity() else { return nil }
        let own = place(of: member.replica)
        switch attack {
        case .unseenNames:
            let replicas = set.membership.replicas.keys.sorted()
            let replica = numbers.pick(replicas) ?? member.replica
            let head = place(of: replica)
            let dot = Dot(replica: replica, counter: head.first + UInt64(numbers.below(3)))
            return numbers.once(in: 2)
                ? op(.text, target, names: [dot], .runs([])) : op(.delete, target, kills: [dot])
        case .foreignNames:
            return op(.colour, target, names: other.state.live.map(\.dot), .name("x"))
        case .foreignKills:
            var kills: [Dot] = []
            for entity in set.entities(.confirmed) { kills += tokens(of: entity) }
            if case .article = target { return op(.deleteArticle, target, kills: kills) }
            return op(.delete, target, kills: kills)
        case .ownLaterDot:
            let later = Dot(replica: own.replica, counter: own.first + UInt64(numbers.below(2)))
            return op(.delete, target, kills: [later])
        default:
            let heads = state.values(of: .text).map(\.dot)
            let far = Payload.Run(position: 4_294_967_295, deleted: 9_999_999, inserted: "far")
            let kind = OpKind(raw: UInt32(truncatingIfNeeded: numbers.next()))
            _ = id
            return numbers.once(in: 2)
                ? op(.text, target, names: heads, .runs([far]))
                : op(kind, target, names: heads, .name("any"))
        }
    }
}
