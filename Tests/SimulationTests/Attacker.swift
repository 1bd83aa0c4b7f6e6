import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Makes the requests of one attack on one set.
struct Attacker {
    /// A place in a replica's chain.
    struct Place {
        var replica: ReplicaID
        var first: UInt64
        var previous: Octets32
    }

    let member: HostileMember
    let set: MemoryPeerSet
    let epoch: Octets16
    let hashing: any Hashing
    let randomness: SeededRandomness
    let now: UInt64
    var numbers: SplitMix64

    var known: HostileMember.Known { member.known[set.id] ?? HostileMember.Known() }

    /// Where the log ends.
    var end: LogPosition {
        LogPosition(
            epoch: epoch, seq: set.end.seq, running: set.end.running,
            members: set.membership.count, membersHash: set.membership.hash)
    }

    func request(
        _ bundles: [Bundle] = [], as replica: ReplicaID? = nil, at position: LogPosition? = nil,
        again: [RecordAgain] = [], tail: [MemberEntry] = [],
        founding: SyncRequest.Founding? = nil, proof: SignedPosition? = nil
    ) -> SyncRequest {
        let part = SyncRequest.Part(
            set: set.id, position: .full(position ?? end), bundles: bundles, again: again,
            membersTail: tail, founding: founding, proof: proof)
        return SyncRequest(replica: replica ?? member.replica, parts: [part])
    }

    /// The next place in a replica's chain.
    func place(of replica: ReplicaID) -> Place {
        let head = try? set.head(of: replica)
        return Place(
            replica: replica, first: (head?.counter ?? 0) + 1, previous: head?.hash ?? .zero)
    }

    func sealed(
        _ ops: [Op], at place: Place? = nil, in other: SetID? = nil, signature: [UInt8]? = nil
    ) -> Bundle {
        let place = place ?? self.place(of: member.replica)
        let bare = Bundle(
            set: other ?? set.id, replica: place.replica, first: place.first,
            previous: place.previous,
            entries: ops.map { .op($0, hash: OpEncoding.hash($0, hashing)) }, signature: [])
        return Bundle(
            set: bare.set, replica: bare.replica, first: bare.first, previous: bare.previous,
            entries: bare.entries,
            signature: signature ?? member.signer.sign(bare.hash(hashing).octets))
    }

    // MARK: Ops

    private mutating func stamp() -> HybridTimestamp {
        switch numbers.below(6) {
        case 0: HybridTimestamp(bits: .max)
        case 1: HybridTimestamp(bits: 0)
        default: HybridTimestamp(milliseconds: now, count: UInt16(numbers.below(9)))
        }
    }

    mutating func entity() -> (id: EntityID, state: EntityState, target: Op.Target)? {
        guard let id = numbers.pick(set.entities(.confirmed)),
            let state = try? set.entity(id, .confirmed), let creation = state.creation
        else { return nil }
        let isNote = creation.kind.opClass == .make
        return (id, state, isNote ? .annotation(creation.dot) : .article(ArticleID(id.octets)))
    }

    func tokens(of id: EntityID) -> [Dot] {
        ((try? set.tokens(of: id, .confirmed)) ?? []).map(\.dot)
    }

    mutating func op(
        _ kind: OpKind, _ target: Op.Target, names: [Dot] = [], kills: [Dot] = [],
        was: Identity? = nil, _ payload: Payload = .empty
    ) -> Op {
        Op(
            kind: kind, target: target, names: names, kills: kills, stamp: stamp(), was: was,
            payload: payload.encoded())
    }

    /// An op as another member's program could have written it.
    mutating func ordinary() -> Op? {
        guard let (id, state, target) = entity() else { return nil }
        guard case .annotation = target else {
            return numbers.once(in: 3)
                ? op(.deleteArticle, target, kills: tokens(of: id))
                : op(.annotate, target, .annotation(text: "mine \(numbers.below(9))", anchor: nil))
        }
        let run = Payload.Run(
            position: numbers.below(9), deleted: numbers.below(2), inserted: "evil")
        switch numbers.below(5) {
        case 0: return op(.reply, target, .reply(text: "hm"))
        case 1: return op(.delete, target, kills: tokens(of: id))
        case 2: return op(.tag, target, .name("mine"))
        case 3:
            return op(
                .colour, target, names: state.values(of: .colour).map(\.dot), .name("black"))
        default:
            return op(.text, target, names: state.values(of: .text).map(\.dot), .runs([run]))
        }
    }

    mutating func ordinaries() -> [Op] {
        var result: [Op] = []
        for _ in 0...numbers.below(3) {
            if let op = ordinary() { result.append(op) }
        }
        return result.isEmpty ? [op(.setName, .set, .name("mine"))] : result
    }

    /// A record that somebody else wrote; one that the server has lost, if there is one.
    mutating func foreign() -> RecordAgain? {
        let own = set.membership.replicas.filter { $0.value.account == member.account }
        let others = known.records.filter { own[$0.record.bundle.replica] == nil }
        let lost = others.filter {
            let bundle = $0.record.bundle
            let there = try? set.bundleHash(bundle.replica, first: bundle.first)
            return there == nil
        }
        return numbers.pick(lost.isEmpty ? others : lost)
    }

    /// A record that somebody else wrote and that the server has.
    mutating func standing() -> RecordAgain? {
        let others = set.own.log.filter {
            set.membership.replicas[$0.bundle.replica]?.account != member.account
        }
        return numbers.pick(others).map {
            RecordAgain(previous: .zero, record: member.given($0, of: set))
        }
    }

    func ops(of bundle: Bundle) -> [(dot: Dot, op: Op, hash: Octets32)] {
        bundle.entries.enumerated().compactMap { index, entry in
            guard case .op(let op, let hash) = entry else { return nil }
            return (bundle.dot(at: index), op, hash)
        }
    }

    mutating func octets32() -> Octets32 {
        Octets32(first: randomness.octets16(), second: randomness.octets16())
    }

    func noise64() -> [UInt8] {
        (0..<4).flatMap { _ in randomness.octets16().octets }
    }
}
