import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Random requests of a few people, most of them sound, some twice, some not allowed.
struct ServerScript {
    var people: [ServerPerson]
    private var random: SplitMix64
    private var known: [Dot] = []
    private var last: (SyncRequest, SyncPeer.Asker)?
    private var sent: (person: Int, before: ServerPerson, dots: [Dot])?
    private(set) var acceptedCount = 0
    private var stamp: UInt64 = 1

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        people = (1...4).map { ServerPerson($0) }
    }

    /// The last of the people is nobody's member.
    var others: [ServerPerson] { Array(people[1..<3]) }

    mutating func request(in set: SetID) -> (SyncRequest, SyncPeer.Asker) {
        sent = nil
        if let last, random.once(in: 6) { return last }
        let index = random.below(people.count)
        let before = people[index]
        let ops = acceptedCount == 0 ? [ServerWorld.addArticle()] : ops(before.nextDot)
        let first = before.counter + 1
        let bundle = people[index].bundle(ops, in: set)
        let request = SyncRequest(
            replica: before.replica,
            parts: [
                SyncRequest.Part(set: set, position: ServerWorld.start(set), bundles: [bundle])
            ])
        let dots = ops.indices.map { Dot(replica: before.replica, counter: first + UInt64($0)) }
        sent = (index, before, dots)
        last = (request, before.asker)
        return (request, before.asker)
    }

    /// Takes back what the server did not keep.
    mutating func learn(_ answer: SyncAnswer) {
        guard let sent else { return }
        if answer.parts[0].results == [.ok] {
            known += sent.dots
            acceptedCount += sent.dots.count
        } else {
            people[sent.person] = sent.before
        }
    }

    private mutating func ops(_ next: Dot) -> [Op] {
        var own: [Dot] = []
        return (0..<1 + random.below(5)).map { index in
            let dot = Dot(replica: next.replica, counter: next.counter + UInt64(index))
            defer { own.append(dot) }
            stamp += 1
            return op(known + own)
        }
    }

    private mutating func op(_ dots: [Dot]) -> Op {
        guard let target = random.pick(dots), let name = random.pick(dots),
            let other = random.pick(dots), !random.once(in: 3)
        else { return ServerWorld.annotate("\(stamp)", stamp) }
        let time = HybridTimestamp(bits: stamp)
        switch random.below(6) {
        case 0:
            return Op(
                kind: .reply, target: .annotation(target), stamp: time,
                payload: Payload.reply(text: "r").encoded())
        case 1:
            return Op(
                kind: .text, target: .annotation(target), names: [target], stamp: time,
                payload: Payload.runs([]).encoded())
        case 2:
            return Op(
                kind: .colour, target: .annotation(target), names: [name], stamp: time,
                payload: Payload.name("red").encoded())
        case 3:
            return Op(
                kind: .delete, target: .annotation(target), kills: [target, name, other],
                stamp: time)
        case 4:
            // The same first issue may come under many dots.
            return ServerWorld.annotate("again", 1).reissued(
                as: Identity(
                    scope: .zero, dot: Dot(replica: name.replica, counter: UInt64(random.below(3))),
                    hash: .zero))
        default:
            return Op(
                kind: .setName, target: .set, names: [name], stamp: time,
                payload: Payload.name("n").encoded())
        }
    }

    /// All entities that an op of the script was about.
    func entities(in set: any PeerSet) throws -> [EntityID] {
        Array(Set(try known.compactMap { try set.op(at: $0)?.entity })).sorted()
    }
}
