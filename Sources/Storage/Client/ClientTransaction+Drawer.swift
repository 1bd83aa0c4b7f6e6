public import AnnotationModel
public import CRDT
import Octets
public import SyncEngine
import SQLite

extension ClientTransaction {
    /// Remembers what an article was called before it moved to another set.
    public func putAlias(_ old: EntityID, for new: EntityID) throws {
        try insert(
            ClientTable.alias, "INSERT OR REPLACE INTO alias VALUES (?, ?, ?)",
            .blob(old.octets.octets), .blob(new.octets.octets))
    }

    /// Puts something into the drawer.
    public func append(_ item: DrawerItem) throws {
        try insert(
            ClientTable.drawer, "INSERT INTO drawer VALUES (?, ?, ?)",
            .integer(try nextNumber(ClientTable.drawer)), .blob(item.encoded()))
    }

    /// What lies in the drawer, the oldest first, and the numbers to take it out by.
    public func drawer() throws -> [(id: Int64, item: DrawerItem)] {
        var result: [(id: Int64, item: DrawerItem)] = []
        try rows(ClientTable.drawer, "SELECT * FROM drawer ORDER BY number") { row in
            guard let item = try? DrawerItem.decode(row.blob(1)) else {
                throw damaged(ClientTable.drawer, row)
            }
            result.append((row.integer(0), item))
        }
        return result
    }

    /// Takes something out of the drawer; nothing happens if it is not there.
    public func removeDrawerItem(_ id: Int64) throws {
        try change("DELETE FROM drawer WHERE number = ?", .integer(id))
    }

    /// Whether an op with this first issue was written in this store.
    public func wroteHere(_ identity: Identity) throws -> Bool {
        try row(
            ClientTable.writtenHere, "SELECT * FROM written_here WHERE identity = ?",
            .blob(identity.key)) != nil
    }

    /// Remembers that an op was written in this store.
    public func putWrittenHere(_ identity: Identity) throws {
        try insert(
            ClientTable.writtenHere, "INSERT OR REPLACE INTO written_here VALUES (?, ?)",
            .blob(identity.key))
    }

    /// What merges joined or had to choose, the newest first.
    ///
    /// - Parameters:
    ///   - set: only of this set.
    ///   - entity: only of this entity.
    ///   - limit: how many at most.
    public func mergeEvents(set: SetID?, entity: EntityID?, limit: Int) throws -> [MergeEvent] {
        var number: Int64?
        if let set {
            guard let row = try rowsOfCopies()[set] else { return [] }
            number = row.number
        }
        var result: [MergeEvent] = []
        try rows(
            ClientTable.mergeEvent,
            """
            SELECT * FROM merge_event
            WHERE (?1 IS NULL OR copy = ?1) AND (?2 IS NULL OR entity = ?2)
            ORDER BY number DESC LIMIT ?3
            """, Value(number), Value(entity?.octets.octets), .integer(Int64(max(0, limit)))
        ) { row in
            guard let event = try? MergeEvent.decode(row.blob(3)) else {
                throw damaged(ClientTable.mergeEvent, row)
            }
            result.append(event)
        }
        return result
    }
}
