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

    /// Puts something into the drawer, unless what has its first issue lies there; returns whether
    /// it did.
    @discardableResult
    public func append(_ item: DrawerItem) throws -> Bool {
        guard try drawn()[item.identity] == nil else { return false }
        let number = try nextNumber(ClientTable.drawer)
        try insert(
            ClientTable.drawer, "INSERT INTO drawer VALUES (?, ?, ?)", .integer(number),
            .blob(item.encoded()))
        drawnNumbers?[item.identity] = [number]
        return true
    }

    /// Takes what has this first issue out of the drawer; nothing happens if it is not there.
    public func removeDrawn(_ identity: Identity) throws {
        var numbers = try drawn()
        guard let found = numbers.removeValue(forKey: identity) else { return }
        for number in found { try removeDrawerItem(number) }
        drawnNumbers = numbers
    }

    /// The numbers of what lies in the drawer; several where an earlier version put it there twice.
    private func drawn() throws -> [Identity: [Int64]] {
        if let drawnNumbers { return drawnNumbers }
        let pairs = try drawer().map { ($0.item.identity, [$0.id]) }
        let numbers = Dictionary(pairs) { $0 + $1 }
        drawnNumbers = numbers
        return numbers
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
    ///
    /// What the server refused is not this store's any more then: a log that is read anew does not
    /// bring it back into the drawer.
    public func dropDrawerItem(_ id: Int64) throws {
        let item = try drawer().first { $0.id == id }?.item
        try removeDrawerItem(id)
        guard let item, item.reason.isVerdict else { return }
        try change("DELETE FROM written_here WHERE identity = ?", .blob(item.identity.key))
    }

    /// Takes something out of the drawer; nothing happens if it is not there.
    public func removeDrawerItem(_ id: Int64) throws {
        try change("DELETE FROM drawer WHERE number = ?", .integer(id))
        drawnNumbers = nil
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
