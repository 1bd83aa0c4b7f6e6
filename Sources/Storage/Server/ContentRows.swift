internal import AnnotationModel
internal import CRDT
internal import Octets
internal import Replication
internal import SQLite
internal import WireFormat

struct OpRow: StoredRow {
    static let table = "op"
    static let all: StaticString = """
        SELECT set_num, replica, counter, entity, body, sum FROM op
        """

    let set: Int64
    let op: PlacedOp

    var values: [Value] {
        [
            .integer(set), .octets(op.dot.replica.octets), .unsigned(op.dot.counter),
            Value(op.entity?.octets.octets), .blob(op.encoded()),
        ]
    }
}

extension OpRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        op = try PlacedOp.decode(try row.blob(4))
        let dot = Dot(replica: ReplicaID(try row.octets16(1)), counter: try row.unsigned(2))
        guard op.dot == dot, try row.optionalBlob(3) == op.entity?.octets.octets else {
            throw RowDamage()
        }
    }
}

struct EntityStateRow: StoredRow {
    static let table = "entity"
    static let all: StaticString = "SELECT set_num, id, state, sum FROM entity"

    let set: Int64
    let id: EntityID
    let state: EntityState

    var values: [Value] { [.integer(set), .octets(id.octets), .blob(state.encoded())] }
}

extension EntityStateRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        id = EntityID(try row.octets16(1))
        state = try EntityState.decode(try row.blob(2))
    }
}

struct EntityTokenRow: StoredRow {
    static let table = "token"
    static let all: StaticString = "SELECT set_num, entity, identity, dot, sum FROM token"

    let set: Int64
    let entity: EntityID
    let token: Token

    var values: [Value] {
        [
            .integer(set), .octets(entity.octets), .blob(token.identity.key),
            .blob(token.dot.key),
        ]
    }
}

extension EntityTokenRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        entity = EntityID(try row.octets16(1))
        token = Token(
            identity: try row.identity(2), dot: try row.dot(3))
    }
}

struct AgainRow: StoredRow {
    static let table = "again"
    static let all: StaticString = "SELECT set_num, identity, dot, sum FROM again"

    let set: Int64
    let identity: Identity
    let dot: Dot

    var values: [Value] { [.integer(set), .blob(identity.key), .blob(dot.key)] }
}

extension AgainRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        identity = try row.identity(1)
        dot = try row.dot(2)
    }
}
