internal import Octets
internal import SQLite
internal import SyncEngine
internal import WireFormat

/// Reads all rows of a store, and looks whether they are what was written and fit each other.
struct ServerCheck {
    private let connection: ServerConnection
    private var messages: [String] = []
    private static let messagesMax = 100

    init(_ connection: ServerConnection) {
        self.connection = connection
    }

    /// What is wrong, at most 100 sentences.
    mutating func run() throws -> [String] {
        try sums(of: ServerRow.self)
        try sums(of: Account.self)
        try sums(of: DeviceRow.self)
        try sums(of: Invite.self)
        try sums(of: PersonalRow.self)
        try sums(of: RoleRow.self)
        try sums(of: AuditRow.self)
        try sums(of: LossRow.self)
        try sums(of: MemberRow.self)
        try sums(of: ChainRow.self)
        try sums(of: OpRow.self)
        try sums(of: AgainRow.self)
        try sums(of: EntityStateRow.self)
        try sums(of: EntityTokenRow.self)
        try sums(of: SnapshotRow.self)
        try sums(of: BlobRow.self)
        try sums(of: BlobPartRow.self)
        for set in try sums(of: SetRow.self, keeping: true) {
            try members(of: set)
            try log(of: set)
        }
        return messages
    }

    private mutating func report(_ message: String) {
        if messages.count < Self.messagesMax { messages.append(message) }
    }

    @discardableResult
    private mutating func sums<R: StoredRow>(
        of type: R.Type, keeping keeps: Bool = false
    ) throws -> [R] {
        var number = 0
        var good: [R] = []
        try connection.database.withStatement(R.all) { statement in
            while try statement.step() {
                number += 1
                do {
                    let row: R = try connection.read(statement.row)
                    if keeps { good.append(row) }
                } catch let error as StoreError where error.code == .damaged {
                    report("row \(number) of \(R.table) is not as it was written")
                }
            }
        }
        return good
    }

    private mutating func members(of set: SetRow) throws {
        var hash = Octets32.zero
        var count = 0
        try connection.database.withStatement(
            "SELECT set_num, place, entry, sum FROM member WHERE set_num = ? ORDER BY place"
        ) { statement in
            try statement.bind(.integer(set.number))
            while try statement.step() {
                guard let row: MemberRow = try? connection.read(statement.row) else { continue }
                hash = row.entry.hash(after: hash, connection.hashing)
                count += 1
            }
        }
        if count != set.members || hash != set.membersHash {
            report("the membership log of set \(set.number) is not the one its row names")
        }
    }

    /// Where a snapshot that is whole leads to; says if it is not.
    private mutating func snapshot(
        of set: SetRow
    ) throws -> (seq: UInt64, running: Octets32) {
        var running = LogPosition.runningStart(of: set.id, connection.hashing)
        var seq: UInt64 = 0
        let end = try connection.snapshotEnd(of: set.number)
        while seq < end {
            let found = try? connection.snapshotPart(
                """
                SELECT set_num, last, first, running, body_sum, sum, body FROM snapshot
                WHERE set_num = ? AND last > ? ORDER BY last LIMIT 1
                """, .integer(set.number), .unsigned(seq))
            guard let (row, body) = found,
                let part = try? SnapshotPart.decode(body, connection.hashing),
                part.set == set.id, part.first == seq + 1, part.last == row.last,
                part.before == running, part.running(connection.hashing) == row.running
            else {
                report("the snapshot of set \(set.number) is not what was cut from its log")
                break
            }
            (seq, running) = (row.last, row.running)
        }
        return (seq, running)
    }

    private mutating func log(of set: SetRow) throws {
        var (seq, running) = try snapshot(of: set)
        var isBroken = false
        try connection.database.withStatement(
            """
            SELECT set_num, seq, running, replica, first, bundle, body_sum, sum, body FROM record
            WHERE set_num = ? ORDER BY seq
            """
        ) { statement in
            try statement.bind(.integer(set.number))
            while !isBroken, try statement.step() {
                seq += 1
                guard
                    let record = try? connection.record(
                        statement.row, try statement.row.blob(RecordRow.bodyColumn)),
                    record.seq == seq
                else {
                    isBroken = true
                    return
                }
                running = record.running(after: running, connection.hashing)
                isBroken = try statement.row.octets32(2) != running
            }
        }
        if isBroken || seq != set.seq || running != set.running {
            report("the log of set \(set.number) is not what was written from place \(seq) on")
        }
    }
}
