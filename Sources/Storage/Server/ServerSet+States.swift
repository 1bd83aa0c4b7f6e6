internal import AnnotationModel
internal import CRDT
internal import Replication
internal import SQLite

/// A server confirms at once, so both layers are one.
extension ServerSet {
    func entity(_ id: EntityID, _ layer: Layer) throws -> EntityState? {
        if let state = states[id] { return state }
        let row: EntityStateRow? = try connection.first(
            "SELECT set_num, id, state, sum FROM entity WHERE set_num = ? AND id = ?", numberValue,
            .octets(id.octets))
        states[id] = .some(row?.state)
        return row?.state
    }

    func put(_ state: EntityState, of id: EntityID, _ layer: Layer) throws {
        states[id] = .some(state)
        changedStates.insert(id)
    }

    func add(_ token: Token, to id: EntityID, _ layer: Layer) throws -> Bool {
        let row = EntityTokenRow(set: number, entity: id, token: token)
        return try connection.database.execute(
            """
            INSERT INTO token (set_num, entity, identity, dot, sum) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """, row.values[0], row.values[1], row.values[2], row.values[3],
            .integer(row.sum(connection.hashing))) > 0
    }

    func removeToken(_ identity: Identity, from id: EntityID, _ layer: Layer) throws -> Bool {
        try connection.database.execute(
            "DELETE FROM token WHERE set_num = ? AND entity = ? AND identity = ?", numberValue,
            .octets(id.octets), .blob(identity.key)) > 0
    }

    func tokens(of id: EntityID, _ layer: Layer) throws -> [Token] {
        let rows: [EntityTokenRow] = try connection.rows(
            """
            SELECT set_num, entity, identity, dot, sum FROM token
            WHERE set_num = ? AND entity = ? ORDER BY identity
            """, numberValue, .octets(id.octets))
        return rows.map(\.token)
    }

    func hasToken(_ id: EntityID, _ layer: Layer) throws -> Bool {
        let row: EntityTokenRow? = try connection.first(
            """
            SELECT set_num, entity, identity, dot, sum FROM token
            WHERE set_num = ? AND entity = ? LIMIT 1
            """, numberValue, .octets(id.octets))
        return row != nil
    }
}
