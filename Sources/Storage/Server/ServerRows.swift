internal import AnnotationModel
internal import CRDT
internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine
internal import WireFormat

struct SetRow: StoredRow {
    static let table = "peer_set"
    static let all: StaticString = """
        SELECT num, id, seq, running, content, members, members_hash, again, sum FROM peer_set
        """

    let number: Int64
    let id: SetID
    var seq: UInt64
    var running: Octets32
    var content: UInt128
    var members: Int
    var membersHash: Octets32
    /// How many ops are known under a further dot.
    var again: Int

    var values: [Value] {
        let content = Octets16(
            high: UInt64(truncatingIfNeeded: content >> 64),
            low: UInt64(truncatingIfNeeded: content))
        return [
            .integer(number), .octets(id.octets), .unsigned(seq), .octets(running),
            .octets(content), .count(members), .octets(membersHash), .count(again),
        ]
    }
}

extension SetRow {
    init(_ row: borrowing Row) throws {
        number = try row.integer(0)
        id = SetID(try row.octets16(1))
        seq = try row.unsigned(2)
        running = try row.octets32(3)
        let content = try row.octets16(4)
        self.content = UInt128(content.high) << 64 | UInt128(content.low)
        members = try row.count(5)
        membersHash = try row.octets32(6)
        again = try row.count(7)
    }
}

struct MemberRow: StoredRow {
    static let table = "member"
    static let all: StaticString = "SELECT set_num, place, entry, sum FROM member"

    let set: Int64
    let place: Int
    let entry: MemberEntry

    var values: [Value] { [.integer(set), .count(place), .blob(entry.encoded())] }
}

extension MemberRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        place = try row.count(1)
        entry = try MemberEntry.decode(try row.blob(2))
    }
}

/// A record without its body, which has a sum of its own: a place's hash is read without the body.
struct RecordRow: StoredRow {
    static let table = "record"
    static let all: StaticString = """
        SELECT set_num, seq, running, replica, first, bundle, body_sum, sum, body FROM record
        """
    static let bodyColumn = 8

    let set: Int64
    let seq: UInt64
    let running: Octets32
    let replica: ReplicaID
    let first: UInt64
    let bundle: Octets32
    let bodySum: Int64

    var values: [Value] {
        [
            .integer(set), .unsigned(seq), .octets(running), .octets(replica.octets),
            .unsigned(first), .octets(bundle), .integer(bodySum),
        ]
    }
}

extension RecordRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        seq = try row.unsigned(1)
        running = try row.octets32(2)
        replica = ReplicaID(try row.octets16(3))
        first = try row.unsigned(4)
        bundle = try row.octets32(5)
        bodySum = try row.integer(6)
    }

    static func bodySum(_ body: [UInt8], _ hashing: any Hashing) -> Int64 {
        Int64(bitPattern: hashing.hash(body).first.high)
    }
}

struct ChainRow: StoredRow {
    static let table = "chain"
    static let all: StaticString = """
        SELECT set_num, replica, counter, hash, epoch, sum FROM chain
        """

    let set: Int64
    let replica: ReplicaID
    let head: ChainHead

    var values: [Value] {
        [
            .integer(set), .octets(replica.octets), .unsigned(head.counter), .octets(head.hash),
            .octets(head.epoch),
        ]
    }
}

extension ChainRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        replica = ReplicaID(try row.octets16(1))
        head = ChainHead(
            counter: try row.unsigned(2), hash: try row.octets32(3), epoch: try row.octets16(4))
    }
}

/// What the server has lost of a set.
struct LossRow: StoredRow {
    static let table = "loss"
    static let all: StaticString = "SELECT set_num, is_held, is_founded_again, sum FROM loss"

    let set: Int64
    let loss: SetLoss

    var values: [Value] {
        [.integer(set), .flag(loss.isHeld), .flag(loss.isFoundedAgain)]
    }
}

extension LossRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        loss = SetLoss(isHeld: try row.flag(1), isFoundedAgain: try row.flag(2))
    }
}

extension ServerConnection {
    func put(_ row: LossRow) throws {
        try put(
            row,
            """
            INSERT OR REPLACE INTO loss (set_num, is_held, is_founded_again, sum)
            VALUES (?, ?, ?, ?)
            """)
    }
}
