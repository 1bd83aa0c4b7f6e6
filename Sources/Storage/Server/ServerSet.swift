internal import AnnotationModel
internal import CRDT
internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine
internal import WireFormat

/// One set inside one transaction of a server's store: its counters and the states of its entities
/// are written at the end, all else at once.
final class ServerSet: PeerSet {
    let connection: ServerConnection
    var hot: ServerCache.HotSet
    private(set) var membership: Membership
    /// Whether the counters have to be written.
    var isChanged = false
    /// The records that this transaction has appended, with the octets of each.
    var appended: [(record: Record, octets: Int)] = []
    /// The part of the snapshot that was read last.
    var opened: SnapshotPart?
    var ops: [Dot: PlacedOp] = [:]
    var states: [EntityID: EntityState?] = [:]
    var changedStates: Set<EntityID> = []

    init(_ connection: ServerConnection, _ hot: ServerCache.HotSet, _ membership: Membership) {
        self.connection = connection
        self.hot = hot
        self.membership = membership
    }

    var id: SetID { hot.row.id }
    var number: Int64 { hot.row.number }
    var numberValue: Value { .integer(hot.row.number) }
    var end: (seq: UInt64, running: Octets32) { (hot.row.seq, hot.row.running) }

    var contentHash: UInt128 {
        get { hot.row.content }
        set {
            hot.row.content = newValue
            isChanged = true
        }
    }

    /// Writes what has only been remembered so far.
    func flush() throws {
        for id in changedStates.sorted() {
            guard case .some(.some(let state)) = states[id] else { continue }
            try connection.put(
                EntityStateRow(set: number, id: id, state: state),
                """
                INSERT INTO entity (set_num, id, state, sum) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET state = excluded.state, sum = excluded.sum
                """)
        }
        changedStates.removeAll()
        guard isChanged else { return }
        try connection.put(
            hot.row,
            """
            INSERT INTO peer_set (num, id, seq, running, content, members, members_hash, again, sum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (num) DO UPDATE SET seq = excluded.seq, running = excluded.running,
                content = excluded.content, members = excluded.members,
                members_hash = excluded.members_hash, again = excluded.again, sum = excluded.sum
            """)
        isChanged = false
    }

    var loss: SetLoss? { hot.loss }

    func put(_ loss: SetLoss) throws {
        try connection.put(LossRow(set: hot.row.number, loss: loss))
        hot.loss = loss
    }

    // MARK: Members

    func append(_ entry: MemberEntry) throws {
        try connection.put(
            MemberRow(set: number, place: membership.count + 1, entry: entry),
            "INSERT INTO member (set_num, place, entry, sum) VALUES (?, ?, ?, ?)")
        membership.append(entry, connection.hashing)
        hot.row.members = membership.count
        hot.row.membersHash = membership.hash
        isChanged = true
        switch entry.change {
        case .found: try putRole(of: entry.by)
        case .role(let account, _, _): try putRole(of: account)
        case .replica, .revoke: break
        }
    }

    private func putRole(of account: AccountID) throws {
        guard let role = membership.role(of: account) else {
            try connection.database.execute(
                "DELETE FROM role WHERE account = ? AND set_id = ?", .octets(account.octets),
                .octets(id.octets))
            return
        }
        try connection.put(
            RoleRow(account: account, set: id, role: role),
            """
            INSERT INTO role (account, set_id, role, sum) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET role = excluded.role, sum = excluded.sum
            """)
    }
}
