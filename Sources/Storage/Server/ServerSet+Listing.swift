internal import AnnotationModel
internal import CRDT
internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine

extension ServerSet: ContentListing {
    /// Reads both tables in the order of the entities, side by side.
    func forEachEntity(_ body: (EntityID, EntityState, [Identity]) throws -> Void) throws {
        try connection.database.withStatement(
            """
            SELECT set_num, entity, identity, dot, sum FROM token WHERE set_num = ?
            ORDER BY entity, identity
            """
        ) { tokens in
            try tokens.bind(numberValue)
            var ahead: EntityTokenRow?
            if try tokens.step() { ahead = try connection.read(tokens.row) }
            try connection.database.withStatement(
                "SELECT set_num, id, state, sum FROM entity WHERE set_num = ? ORDER BY id"
            ) { entities in
                try entities.bind(numberValue)
                while try entities.step() {
                    let row: EntityStateRow = try connection.read(entities.row)
                    var mine: [Identity] = []
                    while let token = ahead, token.entity <= row.id {
                        if token.entity == row.id { mine.append(token.token.identity) }
                        ahead = try tokens.step() ? connection.read(tokens.row) : nil
                    }
                    if row.state == EntityState(), mine.isEmpty { continue }
                    try body(row.id, row.state, mine)
                }
            }
        }
    }
}
