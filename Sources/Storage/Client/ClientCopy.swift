import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

/// A client's copy of one set, inside one transaction.
final class ClientCopy: CopyStore {
    /// What is known of a dot.
    enum KnownOp {
        case absent
        case present(number: Int64, PlacedOp)
    }

    let transaction: ClientTransaction
    private(set) var row: CopyRow
    private var isDirty = false
    var membership: Membership
    var entries: [EntityID: EntityEntry] = [:]
    var ops: [Dot: KnownOp] = [:]
    /// The highest counter in the table of each replica that was asked about, as the table orders
    /// them: what lies behind it is new, and needs no look. It may be too high, never too low, so
    /// that what is taken out need not be told here.
    var lastCounters: [ReplicaID: Int64] = [:]
    /// Whether the table `again` may have anything of this copy; nil before it was asked.
    var hasAgain: Bool?
    /// How many ops, entities or replicas are held before they are written and forgotten: those of
    /// one large note are few, and those of a large import would not fit into memory.
    static let heldMax = 8_000

    init(_ transaction: ClientTransaction, _ row: CopyRow, _ membership: Membership) throws {
        self.transaction = transaction
        self.row = row
        self.membership = membership
    }

    var id: SetID { row.set }
    var number: Value { .integer(row.number) }

    var state: CopyState {
        get { row.state }
        set {
            row.state = newValue
            isDirty = true
        }
    }

    var contentHash: UInt128 {
        get { row.contentHash }
        set {
            row.contentHash = newValue
            isDirty = true
        }
    }

    func append(_ entry: MemberEntry) throws {
        try transaction.insert(
            ClientTable.member, "INSERT INTO member VALUES (?, ?, ?, ?)", number,
            .integer(Int64(membership.count)), .blob(entry.encoded()))
        membership.append(entry, transaction.store.hashing)
        noteMembers()
    }

    /// Has the row say what the membership log is.
    func noteMembers() {
        row.members = membership.count
        row.membersHash = membership.hash
        isDirty = true
    }

    /// Writes the copy's row if something in it was changed.
    func writeBack() throws {
        guard isDirty else { return }
        try transaction.insert(row)
        isDirty = false
    }

    func wipe() throws {
        try removeContent()
        contentHash = 0
    }

    /// Removes all but the copy's row and the membership log.
    func removeContent() throws {
        try flush()
        let hashes = try blobsNamedHereOnly()
        try transaction.index.forget(copy: row.number)
        try transaction.change(
            "DELETE FROM token WHERE entity IN (SELECT number FROM entity WHERE copy = ?)", number)
        try transaction.change("DELETE FROM entity WHERE copy = ?", number)
        try transaction.change("DELETE FROM op WHERE copy = ?", number)
        try transaction.change("DELETE FROM outbox WHERE copy = ?", number)
        try transaction.change("DELETE FROM sealed WHERE copy = ?", number)
        try transaction.change("DELETE FROM again WHERE copy = ?", number)
        try transaction.change("DELETE FROM record WHERE copy = ?", number)
        try transaction.change("DELETE FROM lost_record WHERE copy = ?", number)
        try transaction.change("DELETE FROM lost_member WHERE copy = ?", number)
        try transaction.change("DELETE FROM head WHERE copy = ?", number)
        try transaction.change("DELETE FROM merge_event WHERE copy = ?", number)
        try transaction.change("DELETE FROM want WHERE copy = ?", number)
        for hash in hashes { try transaction.removeBlob(hash) }
        forgetHeld()
    }

    /// Forgets what is held of the tables, which have lost all that it was about.
    func forgetHeld() {
        entries = [:]
        ops = [:]
        lastCounters = [:]
        hasAgain = nil
    }
}
