public import AnnotationModel
public import CRDT
public import Octets
public import Replication
import SQLite

extension ClientTransaction {
    /// Appends a command to the log of commands, and returns it with its id.
    @discardableResult
    public func appendChange(_ change: LocalChange) throws -> LocalChange {
        let result = LocalChange(
            id: try nextNumber(ClientTable.change), milliseconds: change.milliseconds,
            command: change.command, set: change.set, ops: change.ops, undoes: change.undoes,
            isUndone: change.isUndone)
        try put(result)
        return result
    }

    /// The newest commands, the newest first.
    public func changes(limit: Int) throws -> [LocalChange] {
        var result: [LocalChange] = []
        try rows(
            ClientTable.change, "SELECT * FROM change ORDER BY number DESC LIMIT ?",
            .integer(Int64(max(0, limit)))
        ) { result.append(try change($0)) }
        return result
    }

    /// The command at a place in the log; nil if there is none.
    public func change(_ id: Int64) throws -> LocalChange? {
        let row = try row(
            ClientTable.change, "SELECT * FROM change WHERE number = ?", .integer(id))
        return try row.map { try change($0) }
    }

    /// Keeps whether a command was taken back; nothing happens if there is no such command.
    public func markUndone(_ id: Int64, _ isUndone: Bool) throws {
        guard let old: LocalChange = try change(id) else { return }
        try put(
            LocalChange(
                id: id, milliseconds: old.milliseconds, command: old.command, set: old.set,
                ops: old.ops, undoes: old.undoes, isUndone: isUndone))
    }

    /// Has the log of commands name another set for one whose content has moved there.
    public func moveChanges(from old: SetID, to new: SetID) throws {
        var moved: [LocalChange] = []
        try rows(
            ClientTable.change, "SELECT * FROM change WHERE set_id = ?", .blob(old.octets.octets)
        ) { moved.append(try change($0)) }
        for change in moved {
            try put(
                LocalChange(
                    id: change.id, milliseconds: change.milliseconds, command: change.command,
                    set: new, ops: change.ops, undoes: change.undoes, isUndone: change.isUndone))
        }
    }

    private func put(_ change: LocalChange) throws {
        try insert(
            ClientTable.change, "INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            .integer(change.id), .integer(Int64(clamping: change.milliseconds)),
            .text(change.command), .blob(change.set.octets.octets),
            .blob(Identity.joined(change.ops)), Value(change.undoes),
            .integer(change.isUndone ? 1 : 0))
    }

    private func change(_ row: SealedRow) throws -> LocalChange {
        guard let set = Octets16(row.blob(3)), let ops = Identity.separated(row.blob(4)) else {
            throw damaged(ClientTable.change, row)
        }
        return LocalChange(
            id: row.integer(0), milliseconds: UInt64(clamping: row.integer(1)),
            command: row.optionalText(2) ?? "", set: SetID(set), ops: ops,
            undoes: row.optionalInteger(5), isUndone: row.integer(6) != 0)
    }

    /// How many ops, of one set or of all, have not come back from the server.
    public func unsyncedCount(in set: SetID? = nil) throws -> Int {
        try requireOpen()
        guard let set else {
            return Int(try database.firstInteger("SELECT count(*) FROM outbox") ?? 0)
        }
        guard let copy = try rowsOfCopies()[set]?.number else { return 0 }
        return Int(
            try database.firstInteger(
                "SELECT count(*) FROM outbox WHERE copy = ?", .integer(copy)) ?? 0)
    }

    /// The op of this first issue, under whatever dot it lies; nil if there is none.
    public func op(with identity: Identity, in set: SetID) throws -> PlacedOp? {
        try clientCopy(of: set)?.op(with: identity)
    }

    /// The op that stands, or may yet, with a first issue at this place, whatever it says; nil if
    /// there is none.
    public func op(
        firstIssuedAt place: (scope: Octets16, dot: Dot), in set: SetID
    ) throws -> PlacedOp? {
        try clientCopy(of: set)?.op(firstIssuedAt: place)
    }

    /// All ops on an entity, refused and pending ones included, each after all that it names.
    public func ops(of entity: EntityID, in set: SetID) throws -> [PlacedOp] {
        try clientCopy(of: set)?.ops(of: entity) ?? []
    }
}
