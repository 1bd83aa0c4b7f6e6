internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine
internal import WireFormat

extension ServerSet {
    var start: UInt64 { hot.start }

    func snapshotPart(after seq: UInt64) throws -> (last: UInt64, octets: [UInt8])? {
        guard seq < start else { return nil }
        let found = try connection.snapshotPart(
            """
            SELECT set_num, last, first, running, body_sum, sum, body FROM snapshot
            WHERE set_num = ? AND last > ? ORDER BY last LIMIT 1
            """, numberValue, .unsigned(seq))
        guard let found, found.row.first <= seq + 1 else {
            throw connection.damage(SnapshotRow.table)
        }
        return (found.row.last, found.body)
    }

    func cut(_ part: SnapshotPart, running: Octets32) throws {
        guard part.last <= hot.row.seq else { throw ServerRefusal.outOfOrder }
        try connection.database.execute(
            "DELETE FROM snapshot WHERE set_num = ? AND last >= ?", numberValue,
            .unsigned(part.first))
        try connection.database.execute(
            "DELETE FROM record WHERE set_num = ? AND seq <= ?", numberValue,
            .unsigned(part.last))
        try connection.put(part, running: running, set: number)
        hot.start = max(hot.start, part.last)
        opened = nil
    }

    /// The running hash at a place that the snapshot stands for.
    func runningInSnapshot(at seq: UInt64) throws -> Octets32 {
        let row: SnapshotRow? = try connection.first(
            """
            SELECT set_num, last, first, running, body_sum, sum FROM snapshot
            WHERE set_num = ? AND last = ?
            """, numberValue, .unsigned(seq))
        if let row { return row.running }
        return try part(after: seq).running(at: seq, connection.hashing)
    }

    /// The records behind a place that the snapshot stands for, as far as one part goes.
    func recordsInSnapshot(
        after seq: UInt64, octetsMax: Int
    ) throws -> (records: [Record], hasMore: Bool) {
        var records: [Record] = []
        var left = octetsMax
        for record in try part(after: seq).records where record.seq > seq {
            let octets = record.bundle.entries.count * 256
            if octets > left, !records.isEmpty { break }
            left -= min(left, octets)
            records.append(record)
        }
        return (records, seq + UInt64(records.count) < hot.row.seq)
    }

    /// The part with the record behind a place, read.
    private func part(after seq: UInt64) throws -> SnapshotPart {
        if let opened, opened.first <= seq + 1, opened.last > seq { return opened }
        guard let found = try snapshotPart(after: seq) else {
            throw connection.damage(SnapshotRow.table)
        }
        let part = try SnapshotPart.decode(found.octets, connection.hashing)
        opened = part
        return part
    }
}

extension ServerConnection {
    /// The last place that a set's snapshot stands for; 0 if it has none.
    func snapshotEnd(of set: Int64) throws -> UInt64 {
        let last = try database.firstInteger(
            "SELECT max(last) FROM snapshot WHERE set_num = ?", .integer(set))
        return UInt64(clamping: last ?? 0)
    }

    /// The first part of a query, if both its sums are right.
    func snapshotPart(
        _ sql: StaticString, _ keys: Value...
    ) throws -> (row: SnapshotRow, body: [UInt8])? {
        try database.withStatement(sql) { statement in
            for (index, key) in keys.enumerated() { try statement.bind(index + 1, key) }
            guard try statement.step() else { return nil }
            let row: SnapshotRow = try read(statement.row)
            let body = try statement.row.blob(SnapshotRow.bodyColumn)
            guard row.bodySum == RecordRow.bodySum(body, hashing) else {
                throw damage(SnapshotRow.table)
            }
            return (row, body)
        }
    }

    /// Writes a part's row.
    func put(_ part: SnapshotPart, running: Octets32, set: Int64) throws {
        let body = part.encoded()
        try put(
            SnapshotRow(
                set: set, last: part.last, first: part.first, running: running,
                bodySum: RecordRow.bodySum(body, hashing)),
            """
            INSERT OR REPLACE INTO snapshot (set_num, last, first, running, body_sum, sum, body)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, unsummed: [.blob(body)])
    }
}
