import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

/// Makes again, in a store that rows were carried into, what other rows tell of those that are not
/// there, and takes out what is no use.
struct CopyFiller {
    private let transaction: ClientTransaction
    private let supply: Supply
    private let hashing: any Hashing
    private var findings: [Finding] = []

    /// Numbers of entities whose rows are damaged, and may stay so.
    private let held: Set<Int64>

    init(_ transaction: ClientTransaction, _ supply: Supply, holding held: Set<Int64>) {
        self.held = held
        self.transaction = transaction
        self.supply = supply
        hashing = transaction.store.hashing
    }

    mutating func run() throws -> [Finding] {
        try makeCopies()
        try dropStrayTokens()
        try fillMembers()
        try dropWrongBlobs()
        try dropBrokenParts()
        return findings
    }

    /// The numbers of entities that are gone will be given out again.
    private func dropStrayTokens() throws {
        var stray: [Int64] = []
        try transaction.database.query(
            "SELECT DISTINCT entity FROM token WHERE entity NOT IN (SELECT number FROM entity)"
        ) { stray.append(try $0.integer(0)) }
        for entity in stray where !held.contains(entity) {
            try transaction.change("DELETE FROM token WHERE entity = ?", .integer(entity))
        }
    }

    // MARK: Copies

    private mutating func makeCopies() throws {
        var numbers: Set<Int64> = []
        let tables: [StaticString] = [
            "SELECT DISTINCT copy FROM op", "SELECT DISTINCT copy FROM record",
            "SELECT DISTINCT copy FROM member", "SELECT DISTINCT copy FROM sealed",
        ]
        for sql in tables {
            try transaction.database.query(sql) { numbers.insert(try $0.integer(0)) }
        }
        let known = Set(try transaction.rowsOfCopies().values.map(\.number))
        for number in numbers.subtracting(known).sorted() { try makeCopy(number) }
    }

    private mutating func makeCopy(_ number: Int64) throws {
        let members = try entries(number)
        guard let set = try set(number, members) else { return }
        var position = LogPosition.start(of: set, hashing)
        let membership = Membership(members, hashing)
        position.members = membership.count
        position.membersHash = membership.hash
        position.epoch = try epoch(number)
        while let record = try record(number, position.seq + 1) {
            position.running = record.running(after: position.running, hashing)
            position.seq += 1
        }
        var state = CopyState(position: position)
        if case .found(_, _, let isPersonal, _)? = members.first?.change {
            state.isPersonal = isPersonal && members.first?.by == transaction.account
        } else {
            state.isPersonal = try !transaction.rowsOfCopies().values.contains {
                $0.state.isPersonal
            }
        }
        try transaction.insert(
            CopyRow(
                number: number, set: set, state: state, contentHash: 0, members: membership.count,
                membersHash: membership.hash))
        transaction.copyRows = nil
        findings.append(
            Finding(
                "what was known of a set is gone, and made again from what lies in it", .log,
                set: set, table: "copy", row: "\(number)"))
    }

    private func entries(_ number: Int64) throws -> [MemberEntry] {
        var entries: [MemberEntry] = []
        try transaction.rows(
            ClientTable.member, "SELECT * FROM member WHERE copy = ? ORDER BY place",
            .integer(number)
        ) { row in
            if let entry = try? MemberEntry.decode(row.blob(2)) { entries.append(entry) }
        }
        return entries
    }

    private func set(_ number: Int64, _ members: [MemberEntry]) throws -> SetID? {
        if case .found(let key, let nonce, _, _)? = members.first?.change {
            return Naming(hashing).set(founder: key, nonce: nonce)
        }
        if let record = try record(number, 1) { return record.bundle.set }
        var found: SetID?
        try transaction.rows(
            ClientTable.op, "SELECT * FROM op WHERE copy = ? AND first IS NULL LIMIT 1",
            .integer(number)
        ) { row in
            found = (try? PlacedOp.decode(row.blob(8))).map { SetID($0.identity.scope) }
        }
        return found
    }

    private func record(_ number: Int64, _ seq: UInt64) throws -> Record? {
        let row = try transaction.row(
            ClientTable.record, "SELECT * FROM record WHERE copy = ? AND seq = ?",
            .integer(number), .integer(Int64(clamping: seq)))
        return row.flatMap { try? Record.decode($0.blob(2), hashing, mayLackSignature: true) }
    }

    private func epoch(_ number: Int64) throws -> Octets16? {
        let row = try transaction.row(
            ClientTable.head, "SELECT * FROM head WHERE copy = ? ORDER BY epoch LIMIT 1",
            .integer(number))
        return row.flatMap { Octets16($0.blob(4)) }
    }

    // MARK: Members

    private mutating func fillMembers() throws {
        for (set, row) in try transaction.rowsOfCopies().sorted(by: { $0.key < $1.key }) {
            guard try !transaction.hasMembership(of: set) else { continue }
            findings.append(
                Finding("the membership log is not whole", .server, set: set, table: "member"))
            let entries = Array((supply.members[set] ?? []).prefix(row.members))
            guard Membership(entries, hashing).hash == row.membersHash,
                entries.count == row.members
            else { continue }
            try transaction.change("DELETE FROM member WHERE copy = ?", .integer(row.number))
            for (place, entry) in entries.enumerated() {
                try transaction.insert(
                    ClientTable.member, "INSERT INTO member VALUES (?, ?, ?, ?)",
                    .integer(row.number), .integer(Int64(place)), .blob(entry.encoded()))
            }
        }
    }

    // MARK: Blobs

    private mutating func dropWrongBlobs() throws {
        var wrong: [[UInt8]] = []
        try transaction.rows(ClientTable.blob, "SELECT * FROM blob") { row in
            if hashing.hash(row.blob(1)).octets != row.blob(0) { wrong.append(row.blob(0)) }
        }
        for hash in wrong {
            try transaction.change("DELETE FROM blob WHERE hash = ?", .blob(hash))
            findings.append(
                Finding(
                    "the text or the source of an article is not what its hash says", .server,
                    table: "blob", row: Alphabet.hex.text(hash)))
        }
    }

    /// The beginning of a blob with a gap in it is fetched again.
    private func dropBrokenParts() throws {
        var counts: [[UInt8]: (count: Int64, last: Int64)] = [:]
        try transaction.rows(ClientTable.blobPart, "SELECT * FROM blob_part") { row in
            var known = counts[row.blob(0)] ?? (0, 0)
            known.count += 1
            known.last = max(known.last, row.integer(1))
            counts[row.blob(0)] = known
        }
        for (hash, known) in counts where known.count != known.last {
            try transaction.change("DELETE FROM blob_part WHERE hash = ?", .blob(hash))
        }
    }
}

extension ClientTransaction {
    /// Whether the membership log of a copy is the one that its row names.
    func hasMembership(of set: SetID) throws -> Bool {
        do {
            return try clientCopy(of: set) != nil
        } catch let error as StoreError where error.code == .damaged {
            return false
        }
    }
}
