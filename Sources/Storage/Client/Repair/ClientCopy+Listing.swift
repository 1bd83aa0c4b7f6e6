import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

extension ClientCopy: ContentListing {
    /// Reads both tables in the order of the entities' numbers, side by side.
    func forEachEntity(_ body: (EntityID, EntityState, [Identity]) throws -> Void) throws {
        try transaction.flush()
        try transaction.database.withStatement(
            "SELECT * FROM token WHERE confirmed IS NOT NULL ORDER BY entity, identity"
        ) { tokens in
            var ahead = try tokens.step() ? seen(tokens.row) : nil
            try transaction.database.withStatement("SELECT * FROM entity ORDER BY number") {
                entities in
                while try entities.step() {
                    let row = try transaction.seal.read(entities.row, ClientTable.entity)
                    let entity = row.integer(0)
                    var mine: [Identity] = []
                    while let token = ahead, token.entity <= entity {
                        if token.entity == entity { mine.append(token.identity) }
                        ahead = try tokens.step() ? seen(tokens.row) : nil
                    }
                    guard row.integer(1) == self.row.number else { continue }
                    let entry = try transaction.entry(row)
                    let state = entry.confirmed ?? EntityState()
                    if state == EntityState(), mine.isEmpty { continue }
                    try body(entry.id, state, mine)
                }
            }
        }
    }

    private func seen(_ row: borrowing Row) throws -> (entity: Int64, identity: Identity) {
        let row = try transaction.seal.read(row, ClientTable.token)
        guard let identity = Identity(key: row.blob(1)) else {
            throw transaction.damaged(ClientTable.token, row)
        }
        return (row.integer(0), identity)
    }
}
