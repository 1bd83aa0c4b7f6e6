internal import AnnotationModel
internal import CRDT
internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine
internal import WireFormat

/// Makes the logs of a salvaged server's store whole again, from what else tells of them and from
/// what somebody else has; inside of a transaction.
struct ServerLogs {
    let connection: ServerConnection
    let source: ServerSource
    /// The records in the bodies of damaged rows, by their places.
    private let inDamages: [UInt64: [Record]]
    private let mender: RowMender
    private var hashing: any Hashing { connection.hashing }

    init(_ connection: ServerConnection, _ source: ServerSource, _ damages: [Salvage.Damage]) {
        self.connection = connection
        self.source = source
        mender = RowMender(hashing: connection.hashing)
        var found: [UInt64: [Record]] = [:]
        for damage in damages where damage.table.name == "record" {
            guard case .blob(let body)? = damage.unsealed.first,
                let record = try? Record.decode(body, connection.hashing)
            else { continue }
            found[record.seq, default: []].append(record)
        }
        inDamages = found
    }

    // MARK: Sets

    /// The rows of all sets, those that were lost made again.
    func sets(_ survey: inout ServerSurvey) throws -> [SetRow] {
        var rows: [SetRow] = try connection.rows(SetRow.all)
        let known = Set(rows.map(\.number))
        var numbers: Set<Int64> = []
        try connection.database.query("SELECT DISTINCT set_num FROM record") {
            numbers.insert(try $0.integer(0))
        }
        try connection.database.query("SELECT DISTINCT set_num FROM snapshot") {
            numbers.insert(try $0.integer(0))
        }
        try connection.database.query("SELECT DISTINCT set_num FROM member") {
            numbers.insert(try $0.integer(0))
        }
        for number in numbers.subtracting(known).sorted() {
            guard let row = try madeAgain(number) else { continue }
            survey.findings.append(
                Finding(
                    "what was known of a set is gone, and made again from its logs", .log,
                    set: row.id, table: "peer_set", row: "\(number)"))
            rows.append(row)
        }
        return rows.sorted { $0.number < $1.number }
    }

    private func madeAgain(_ number: Int64) throws -> SetRow? {
        let members: [MemberRow] = try connection.rows(
            "SELECT set_num, place, entry, sum FROM member WHERE set_num = ? ORDER BY place",
            .integer(number))
        guard case .found(let key, let nonce, _, _)? = members.first?.entry.change else {
            return nil
        }
        let id = Naming(hashing).set(founder: key, nonce: nonce)
        let membership = Membership(members.map(\.entry), hashing)
        let last = try connection.database.firstInteger(
            """
            SELECT max(seq) FROM (
                SELECT seq FROM record WHERE set_num = ?1 UNION ALL
                SELECT last FROM snapshot WHERE set_num = ?1)
            """, .integer(number))
        var running = LogPosition.runningStart(of: id, hashing)
        let end: RecordRow? = try connection.first(
            """
            SELECT set_num, seq, running, replica, first, bundle, body_sum, sum FROM record
            WHERE set_num = ? ORDER BY seq DESC LIMIT 1
            """, .integer(number))
        let cut: SnapshotRow? = try connection.first(
            """
            SELECT set_num, last, first, running, body_sum, sum FROM snapshot
            WHERE set_num = ? ORDER BY last DESC LIMIT 1
            """, .integer(number))
        if let known = end?.running ?? cut?.running { running = known }
        let row = SetRow(
            number: number, id: id, seq: UInt64(last ?? 0), running: running, content: 0,
            members: membership.count, membersHash: membership.hash, again: 0)
        try put(row)
        return row
    }

    private func put(_ row: SetRow) throws {
        try connection.put(
            row,
            """
            INSERT INTO peer_set (num, id, seq, running, content, members, members_hash, again, sum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    // MARK: Members

    /// Whether the membership log is the one that the set's row names, or could be made so.
    func fillMembers(of row: SetRow, _ survey: inout ServerSurvey) throws -> Bool {
        let found: [MemberRow] = try connection.rows(
            "SELECT set_num, place, entry, sum FROM member WHERE set_num = ? ORDER BY place",
            .integer(row.number))
        let membership = Membership(found.map(\.entry), hashing)
        if membership.count == row.members, membership.hash == row.membersHash { return true }
        survey.findings.append(
            Finding("the membership log is not whole", .copy, set: row.id, table: "member"))
        let entries = Array((source.members(row.id) ?? []).prefix(row.members))
        let other = Membership(entries, hashing)
        guard other.count == row.members, other.hash == row.membersHash else { return false }
        try connection.database.execute(
            "DELETE FROM member WHERE set_num = ?", .integer(row.number))
        for (index, entry) in entries.enumerated() {
            try connection.put(
                MemberRow(set: row.number, place: index + 1, entry: entry),
                "INSERT INTO member (set_num, place, entry, sum) VALUES (?, ?, ?, ?)")
        }
        return true
    }

    // MARK: Records

    /// Whether every record is there and chained up to where the set's row says, or could be made
    /// so.
    func fillRecords(of row: SetRow, _ survey: inout ServerSurvey) throws -> Bool {
        let runningAt = try runnings(of: row)
        guard let start = try fillSnapshot(of: row, &survey) else { return false }
        var (seq, running) = start
        var isWhole = true
        while seq < row.seq {
            seq += 1
            let expected = runningAt[seq]
            let (here, isBodyRight) = try record(row.number, seq)
            let isFitting = { (record: Record) in
                record.seq == seq && record.bundle.set == row.id && record.bundle.isSigned
                    && fits(record, after: running, expected, row)
            }
            let inDamage = here.map(isFitting) == true ? nil : damaged(seq).first(where: isFitting)
            // The source is asked last: it may be slow, and the server waits.
            let fitting =
                here.flatMap { isFitting($0) ? $0 : nil } ?? inDamage
                ?? source.record(row.id, seq).flatMap { isFitting($0) ? $0 : nil }
            guard let fitting else {
                isWhole = false
                note(row.id, seq, .copy, &survey)
                // What follows is looked at from the next place of which the hash is known.
                guard let next = expected else { return false }
                running = next
                continue
            }
            running = fitting.running(after: running, hashing)
            if here == nil || here != fitting || !isBodyRight {
                let remedy: Finding.Remedy =
                    here == fitting ? .checksum : inDamage != nil ? .log : .copy
                note(row.id, seq, remedy, &survey)
                try put(fitting, running, row.number)
            }
        }
        if running != row.running {
            if isWhole { note(row.id, row.seq, .copy, &survey) }
            return false
        }
        return isWhole
    }

    func note(
        _ set: SetID, _ seq: UInt64, _ remedy: Finding.Remedy, _ survey: inout ServerSurvey
    ) {
        guard survey.findings.count < ServerRepair.listedMax else { return }
        survey.findings.append(
            Finding(
                "record \(seq) of the log is not what was written", remedy, set: set,
                table: "record", row: "\(seq)"))
    }

    /// Whether the record is the one that belongs here: the hash behind it is that of its row, or
    /// that the set ends with, or the record that follows it continues from it.
    private func fits(
        _ record: Record, after running: Octets32, _ expected: Octets32?, _ row: SetRow
    ) -> Bool {
        let mine = record.running(after: running, hashing)
        if record.seq == row.seq { return mine == row.running }
        return expected.map { $0 == mine } ?? true
    }

    private func runnings(of row: SetRow) throws -> [UInt64: Octets32] {
        var result: [UInt64: Octets32] = [:]
        try connection.database.query(
            "SELECT seq, running FROM record WHERE set_num = ?", .integer(row.number)
        ) { result[try $0.unsigned(0)] = try $0.octets32(1) }
        return result
    }

    /// The record of a row, and whether its octets are as they were written.
    private func record(_ number: Int64, _ seq: UInt64) throws -> (Record?, Bool) {
        var found: Record?
        var isRight = true
        try connection.database.query(
            """
            SELECT set_num, seq, running, replica, first, bundle, body_sum, sum, body FROM record
            WHERE set_num = ? AND seq = ?
            """, .integer(number), .unsigned(seq)
        ) { row in
            guard let head: RecordRow = try? connection.read(row),
                let body = try? row.blob(RecordRow.bodyColumn)
            else { return }
            isRight = RecordRow.bodySum(body, hashing) == head.bodySum
            let sound =
                isRight ? body : mender.mended(body, sum: head.bodySum)
            found = sound.flatMap { try? Record.decode($0, hashing) }
        }
        return (found, isRight)
    }

    /// The records of a place in the bodies of rows of which the rest is damaged.
    private func damaged(_ seq: UInt64) -> [Record] { inDamages[seq] ?? [] }

    private func put(_ record: Record, _ running: Octets32, _ number: Int64) throws {
        let body = record.encoded()
        try connection.put(
            RecordRow(
                set: number, seq: record.seq, running: running, replica: record.bundle.replica,
                first: record.bundle.first, bundle: record.bundle.hash(hashing),
                bodySum: RecordRow.bodySum(body, hashing)),
            """
            INSERT OR REPLACE INTO record
                (set_num, seq, running, replica, first, bundle, body_sum, sum, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, unsummed: [.blob(body)])
    }
}
