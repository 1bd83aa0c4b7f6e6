public import AnnotationModel
public import CRDT
import Octets
public import SyncEngine
import SQLite

/// A client's store inside one transaction; of no use after it.
///
/// What merging reads and writes again and again (states of entities, of copies, ops) is held until
/// a query needs it in its table, or the transaction ends.
///
/// Every method throws `SQLiteError` or `StoreError`; `ClientStore.write` and `read` make both a
/// `StoreError`.
public final class ClientTransaction: ReplicaStore {
    let store: ClientStore
    let database: Database
    let seal: RowSeal
    private let isWriting: Bool
    private var isOver = false
    private let keptReplica: ReplicaID
    private let keptClock: HybridLogicalClock
    var settings: [String: [UInt8]]
    var nextNumbers: [String: Int64] = [:]
    /// The copies' rows, by set; nil before they were asked for.
    var copyRows: [SetID: CopyRow]?
    var openCopies: [SetID: ClientCopy] = [:]
    /// The numbers of what lies in the drawer; nil before they were asked for.
    var drawnNumbers: [Identity: [Int64]]?

    /// The replica that ops are issued as; all zero until one was given.
    public var replica: ReplicaID
    /// The clock that stamps ops.
    public var clock: HybridLogicalClock

    init(_ store: ClientStore, isWriting: Bool) throws {
        self.store = store
        self.isWriting = isWriting
        database = store.database
        seal = store.seal
        var settings: [String: [UInt8]] = [:]
        let table = ClientTable.setting
        try database.query("SELECT * FROM setting") { row in
            let row = try store.seal.read(row, table)
            settings[row.optionalText(0) ?? ""] = row.blob(1)
        }
        self.settings = settings
        replica = ReplicaID(settings[Self.replicaKey].flatMap { Octets16($0) } ?? .zero)
        let bits = settings[Self.clockKey]?.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } ?? 0
        clock = HybridLogicalClock(latest: HybridTimestamp(bits: bits))
        keptReplica = replica
        keptClock = clock
    }

    private static let replicaKey = "replica"
    private static let clockKey = "clock"

    /// The account that is logged in; `none` before the first log-in.
    public var account: AccountID {
        AccountID(settings[ClientSetting.accountID.rawValue].flatMap { Octets16($0) } ?? .zero)
    }

    /// The index of words, as this transaction has it.
    var index: WordIndex { WordIndex(database, isKept: store.keepsIndex) }

    /// Writes back what is held, and ends all use of this object.
    func finish() throws {
        defer { close() }
        if replica != keptReplica {
            try putSetting(named: Self.replicaKey, replica.octets.octets)
        }
        if clock != keptClock {
            var octets: [UInt8] = []
            octets.appendWord(clock.latest.bits)
            try putSetting(named: Self.clockKey, octets)
        }
        for (_, copy) in openCopies.sorted(by: { $0.key < $1.key }) {
            try copy.flush()
            try copy.writeBack()
        }
    }

    /// Ends all use of this object; what is held and not written back is forgotten.
    func close() {
        isOver = true
        for copy in openCopies.values { store.memberships[copy.id] = copy.membership }
        openCopies = [:]
        copyRows = nil
    }

    /// Writes the entities that are held into their table, so that a query sees them.
    func flush() throws {
        for (_, copy) in openCopies.sorted(by: { $0.key < $1.key }) { try copy.flush() }
    }

    func requireOpen() throws(StoreError) {
        if isOver {
            throw StoreError(
                .brokenInvariant, "a transaction on \(store.folder) was used after its end")
        }
    }

    func requireWriting() throws(StoreError) {
        try requireOpen()
        guard isWriting else {
            throw StoreError(
                .brokenInvariant, "could not change the store \(store.folder) inside of a read")
        }
    }

    /// The error for octets of a row that say nothing, though its checksum is right.
    func damaged(_ table: SealedTable, _ row: SealedRow) -> StoreError {
        seal.damaged(table, row)
    }
}
