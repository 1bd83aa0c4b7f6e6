public import AnnotationModel
internal import CRDT
public import Octets
internal import SQLite
public import SyncEngine
internal import WireFormat

/// The server's store inside one transaction; neither it nor its sets may be used after it.
public final class ServerTransaction: PeerStore {
    /// The server's epoch.
    public private(set) var epoch: Octets16
    /// Whether nothing can be changed in this transaction.
    public let isReadOnly: Bool
    let connection: ServerConnection
    let randomness: any Randomness
    private var open: [SetID: ServerSet] = [:]

    init(
        _ connection: ServerConnection, isReadOnly: Bool, randomness: any Randomness
    ) throws {
        self.connection = connection
        self.isReadOnly = isReadOnly
        self.randomness = randomness
        epoch = try connection.epoch()
    }

    /// Begins a new epoch, in which every set is held.
    public func beginEpoch(_ epoch: Octets16) throws {
        try connection.begin(epoch)
        self.epoch = epoch
        for set in open.values { set.hot.loss = set.hot.loss.held }
    }

    /// Writes what was only remembered so far; the last thing before a commit.
    func finish() throws {
        for set in open.values.sorted(by: { $0.id < $1.id }) {
            try set.flush()
            connection.cache.keep(set.hot, set.membership)
        }
        open.removeAll()
    }

    /// The set; nil if there is none.
    public func set(_ id: SetID) throws -> (any PeerSet)? { try serverSet(id) }

    /// The set with all that lies in it; nil if there is none.
    public func listedSet(_ id: SetID) throws -> (any PeerSet & ContentListing)? {
        try serverSet(id)
    }

    func serverSet(_ id: SetID) throws -> ServerSet? {
        if let set = open[id] { return set }
        guard let hot = try hot(id) else { return nil }
        let set = ServerSet(connection, hot, try membership(hot.row))
        open[id] = set
        return set
    }

    private func hot(_ id: SetID) throws -> ServerCache.HotSet? {
        // Taken out while it is at work: whatever ends without `finish` is forgotten.
        if let hot = connection.cache.sets.removeValue(forKey: id) { return hot }
        let row: SetRow? = try connection.first(
            """
            SELECT num, id, seq, running, content, members, members_hash, again, sum FROM peer_set
            WHERE id = ?
            """, .octets(id.octets))
        guard let row else { return nil }
        var hot = ServerCache.HotSet(row: row)
        let loss: LossRow? = try connection.first(
            "SELECT set_num, is_held, is_founded_again, sum FROM loss WHERE set_num = ?",
            .integer(row.number))
        hot.loss = loss?.loss
        hot.start = try connection.snapshotEnd(of: row.number)
        return hot
    }

    /// The membership that the set's row names: what is remembered, and what came to it since.
    private func membership(_ row: SetRow) throws -> Membership {
        var membership = connection.cache.memberships.removeValue(forKey: row.id) ?? Membership()
        if membership.count > row.members || membership.hashes[membership.count] != membership.hash
        {
            membership = Membership()
        }
        try extend(&membership, to: row)
        if membership.hash == row.membersHash { return membership }
        // What was remembered may have been rolled back, or replaced with a backup.
        membership = Membership()
        try extend(&membership, to: row)
        guard membership.hash == row.membersHash else {
            throw connection.damage(MemberRow.table)
        }
        return membership
    }

    private func extend(_ membership: inout Membership, to row: SetRow) throws {
        guard membership.count < row.members else { return }
        let rows: [MemberRow] = try connection.rows(
            """
            SELECT set_num, place, entry, sum FROM member WHERE set_num = ? AND place > ?
            ORDER BY place
            """, .integer(row.number), .count(membership.count))
        for row in rows { membership.append(row.entry, connection.hashing) }
    }

    /// Makes an empty set.
    ///
    /// - Throws: `setExists`.
    public func makeSet(_ id: SetID) throws -> any PeerSet {
        guard try serverSet(id) == nil else { throw ServerRefusal.setExists }
        let number = try connection.database.firstInteger("SELECT max(num) FROM peer_set") ?? 0
        let row = SetRow(
            number: number + 1, id: id, seq: 0,
            running: LogPosition.runningStart(of: id, connection.hashing), content: 0, members: 0,
            membersHash: .zero, again: 0)
        let set = ServerSet(connection, ServerCache.HotSet(row: row), Membership())
        set.isChanged = true
        try set.flush()
        open[id] = set
        return set
    }

    /// The account's personal set.
    public func personalSet(of account: AccountID) throws -> SetID? {
        let row: PersonalRow? = try connection.first(
            "SELECT account, set_id, sum FROM personal WHERE account = ?",
            .octets(account.octets))
        return row?.set
    }

    /// Gives the account its personal set.
    public func putPersonalSet(_ set: SetID, of account: AccountID) throws {
        try connection.put(
            PersonalRow(account: account, set: set),
            """
            INSERT INTO personal (account, set_id, sum) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET set_id = excluded.set_id, sum = excluded.sum
            """)
    }

    /// The sets in which the account has a role, ascending.
    public func sets(of account: AccountID) throws -> [SetID] {
        let rows: [RoleRow] = try connection.rows(
            "SELECT account, set_id, role, sum FROM role WHERE account = ? ORDER BY set_id",
            .octets(account.octets))
        return rows.map(\.set)
    }
}
