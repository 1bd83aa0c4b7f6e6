import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Values made of small numbers, so that random ones meet.
enum ClientValues {
    static let hashing = CheapHashing()

    static func octets(_ number: Int) -> Octets16 {
        Octets16(high: UInt64(number) &* 0x9e37_79b9_7f4a_7c15, low: UInt64(number))
    }

    static func hash(_ number: Int) -> Octets32 {
        Octets32(first: octets(number), second: octets(number &+ 1000))
    }

    static func set(_ number: Int) -> SetID { SetID(octets(number)) }
    static func entity(_ number: Int) -> EntityID { EntityID(octets(100 + number)) }
    static func account(_ number: Int) -> AccountID { AccountID(octets(200 + number)) }
    static func replica(_ number: Int) -> ReplicaID { ReplicaID(octets(300 + number)) }

    static func dot(_ number: Int) -> Dot {
        Dot(replica: replica(number % 3), counter: UInt64(number / 3 + 1))
    }

    static func identity(_ number: Int, scope: Int = 0) -> Identity {
        Identity(scope: set(scope).octets, dot: dot(number), hash: hash(number))
    }

    static func token(_ number: Int, dot other: Int? = nil) -> Token {
        Token(identity: identity(number), dot: dot(other ?? number))
    }

    static func op(
        _ number: Int, on entity: Int?, by account: Int = 0, _ verdict: Verdict = .accepted,
        kind: OpKind = .colour, first: Int? = nil
    ) -> PlacedOp {
        let op = Op(
            kind: kind, target: .set, names: [dot(number + 1)],
            stamp: HybridTimestamp(bits: UInt64(number)),
            payload: Payload.name("colour \(number)").encoded())
        return PlacedOp(
            dot: dot(number), op: op, hash: hash(number), identity: identity(first ?? number),
            entity: entity.map { self.entity($0) }, author: self.account(account),
            verdict: verdict)
    }

    /// A state: an article (0), or an annotation on an article.
    static func state(
        _ number: Int, article: Int? = nil, parent: Int? = nil, stamp: UInt64? = nil,
        payload: [UInt8] = [], values: Int = 1
    ) -> EntityState {
        let kind: OpKind = article == nil ? .addArticle : parent == nil ? .annotate : .reply
        let creation = EntityState.Creation(
            identity: identity(number), dot: dot(number), kind: kind,
            stamp: HybridTimestamp(bits: stamp ?? UInt64(number)), author: account(0),
            article: article.map { ArticleID(entity($0).octets) },
            parent: parent.map { entity($0) }, payload: payload)
        let live = (0..<values).map {
            EntityState.Value(
                identity: identity(number + $0), dot: dot(number), kind: .colour,
                stamp: HybridTimestamp(bits: 7), author: account(1), payload: [UInt8($0)])
        }
        return EntityState(creations: [creation], live: live)
    }

    static func bundle(_ number: Int, set: SetID) -> Bundle {
        let op = Op(
            kind: .colour, target: .set, stamp: HybridTimestamp(bits: 1 << 16),
            payload: Payload.name("red").encoded())
        return Bundle(
            set: set, replica: replica(0), first: UInt64(number), previous: hash(number),
            entries: [.op(op, hash: OpEncoding.hash(op, hashing))],
            signature: Array(repeating: 7, count: 64))
    }

    static func record(_ number: Int, set: SetID) -> Record {
        Record(
            seq: UInt64(number), bundle: bundle(number, set: set), mask: [.accepted], members: 1,
            receipt: nil)
    }

    static func memberEntry(_ number: Int) -> MemberEntry {
        MemberEntry(
            id: octets(number), by: account(0),
            change: .role(account: account(number), name: "person \(number)", role: .editor))
    }

    static func event(_ number: Int, of entity: Int) -> MergeEvent {
        MergeEvent(
            what: .text, entity: self.entity(entity), register: .text, op: identity(number),
            author: account(1), before: "before\u{0} \(number)", milliseconds: UInt64(number))
    }

    static func drawerItem(_ number: Int) -> DrawerItem {
        DrawerItem(
            reason: .gone, set: set(0), identity: identity(number), op: op(number, on: 1).op,
            text: "e\u{301}\r\n \(number)")
    }

    static func copyState(_ set: SetID) -> CopyState {
        CopyState(position: .start(of: set, hashing))
    }
}

extension ClientValues {
    /// Thrown where a test finds what it cannot go on with.
    struct Unexpected: Error {}
}
