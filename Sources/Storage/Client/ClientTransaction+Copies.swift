public import AnnotationModel
import Octets
public import SyncEngine
import SQLite
import WireFormat

extension ClientTransaction {
    /// The sets that have a copy here, ascending.
    public func sets() throws -> [SetID] { try rowsOfCopies().keys.sorted() }

    /// The copy of a set; nil if there is none.
    public func copy(of set: SetID) throws -> (any CopyStore)? { try clientCopy(of: set) }

    /// What is known of a set beside its content and its members; nil if there is no copy of it.
    public func state(of set: SetID) throws -> CopyState? {
        try openCopies[set]?.state ?? rowsOfCopies()[set]?.state
    }

    /// The copy of a set with all that lies in it; nil if there is none.
    public func listedCopy(of set: SetID) throws -> (any RebuildableCopy & ContentListing)? {
        try clientCopy(of: set)
    }

    func clientCopy(of set: SetID) throws -> ClientCopy? {
        if let copy = openCopies[set] { return copy }
        guard let row = try rowsOfCopies()[set] else { return nil }
        let copy = try ClientCopy(self, row, try membership(of: row))
        openCopies[set] = copy
        return copy
    }

    /// Makes an empty copy.
    ///
    /// - Throws: `StoreError` with `brokenInvariant` if there is a copy.
    public func makeCopy(of set: SetID, _ state: CopyState) throws -> any CopyStore {
        try requireWriting()
        guard try rowsOfCopies()[set] == nil else {
            throw StoreError(
                .brokenInvariant, "could not make a set in \(store.folder): it is there already")
        }
        let row = CopyRow(
            number: try nextNumber(ClientTable.copy), set: set, state: state, contentHash: 0,
            members: 0, membersHash: .zero)
        try insert(row)
        copyRows?[set] = row
        let copy = try ClientCopy(self, row, Membership())
        openCopies[set] = copy
        return copy
    }

    /// Takes a copy away with all that lies in it.
    public func removeCopy(of set: SetID) throws {
        guard let copy = try clientCopy(of: set) else { return }
        try copy.removeContent()
        let number = Value.integer(copy.row.number)
        try change("DELETE FROM member WHERE copy = ?", number)
        try change("DELETE FROM copy WHERE number = ?", number)
        openCopies[set] = nil
        copyRows?[set] = nil
    }

    /// Writes a copy's row, in place of one with its number.
    func insert(_ row: CopyRow) throws {
        let high = UInt64(truncatingIfNeeded: row.contentHash >> 64)
        let low = UInt64(truncatingIfNeeded: row.contentHash)
        try insert(
            ClientTable.copy, "INSERT OR REPLACE INTO copy VALUES (?, ?, ?, ?, ?, ?, ?)",
            .integer(row.number), .blob(row.set.octets.octets), .blob(row.state.encoded()),
            .blob(Octets16(high: high, low: low).octets), .integer(Int64(row.members)),
            .blob(row.membersHash.octets))
    }

    func rowsOfCopies() throws -> [SetID: CopyRow] {
        if let copyRows { return copyRows }
        var result: [SetID: CopyRow] = [:]
        try rows(ClientTable.copy, "SELECT * FROM copy") { row in
            guard let set = Octets16(row.blob(1)), let content = Octets16(row.blob(3)),
                let state = try? CopyState.decode(row.blob(2)),
                let hash = Octets32(row.blob(5))
            else { throw damaged(ClientTable.copy, row) }
            result[SetID(set)] = CopyRow(
                number: row.integer(0), set: SetID(set), state: state,
                contentHash: UInt128(content.high) << 64 | UInt128(content.low),
                members: Int(row.integer(4)), membersHash: hash)
        }
        copyRows = result
        return result
    }

    /// The set of a copy's number.
    func set(of number: Int64) throws -> SetID? {
        try rowsOfCopies().values.first { $0.number == number }?.set
    }

    /// The membership log, from its rows unless it is known from an earlier transaction.
    private func membership(of row: CopyRow) throws -> Membership {
        if let known = store.memberships[row.set], known.count == row.members,
            known.hash == row.membersHash
        {
            return known
        }
        var entries: [MemberEntry] = []
        try rows(
            ClientTable.member, "SELECT * FROM member WHERE copy = ? ORDER BY place",
            .integer(row.number)
        ) { row in
            guard let entry = try? MemberEntry.decode(row.blob(2)) else {
                throw damaged(ClientTable.member, row)
            }
            entries.append(entry)
        }
        let membership = Membership(entries, store.hashing)
        guard membership.count == row.members, membership.hash == row.membersHash else {
            throw StoreError(
                .damaged,
                "could not read \(store.folder): the membership log of a set is not whole; keep "
                    + "the folder as it is and restore a backup")
        }
        return membership
    }
}
