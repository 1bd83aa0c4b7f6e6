internal import CRDT
internal import Octets
internal import SQLite
internal import SyncEngine
internal import WireFormat

extension ServerSet {
    func running(at seq: UInt64) throws -> Octets32? {
        if seq == hot.row.seq { return hot.row.running }
        if seq > hot.row.seq { return nil }
        if seq == 0 { return LogPosition.runningStart(of: id, connection.hashing) }
        if seq <= start { return try runningInSnapshot(at: seq) }
        let row: RecordRow? = try connection.first(
            """
            SELECT set_num, seq, running, replica, first, bundle, body_sum, sum FROM record
            WHERE set_num = ? AND seq = ?
            """, numberValue, .unsigned(seq))
        guard let row else { throw connection.damage(RecordRow.table) }
        return row.running
    }

    /// - Throws: `outOfOrder` if the record's place does not follow the last one's.
    func append(_ record: Record, running: Octets32) throws {
        guard record.seq == hot.row.seq + 1 else { throw ServerRefusal.outOfOrder }
        let body = record.encoded()
        try connection.put(
            RecordRow(
                set: number, seq: record.seq, running: running, replica: record.bundle.replica,
                first: record.bundle.first, bundle: record.bundle.hash(connection.hashing),
                bodySum: RecordRow.bodySum(body, connection.hashing)),
            """
            INSERT INTO record
                (set_num, seq, running, replica, first, bundle, body_sum, sum, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, unsummed: [.blob(body)])
        hot.row.seq = record.seq
        hot.row.running = running
        isChanged = true
        appended.append((record, body.count))
    }

    func records(
        after seq: UInt64, octetsMax: Int
    ) throws -> (records: [Record], hasMore: Bool) {
        guard seq < hot.row.seq else { return ([], false) }
        if seq < start { return try recordsInSnapshot(after: seq, octetsMax: octetsMax) }
        if seq >= hot.row.seq - UInt64(appended.count) {
            return page(appended.suffix(Int(hot.row.seq - seq)), octetsMax: octetsMax)
        }
        var records: [Record] = []
        var left = octetsMax
        try connection.database.withStatement(
            """
            SELECT set_num, seq, running, replica, first, bundle, body_sum, sum, body FROM record
            WHERE set_num = ? AND seq > ? ORDER BY seq
            """
        ) { statement in
            try statement.bind(numberValue, .unsigned(seq))
            while try statement.step() {
                let body = try statement.row.blob(RecordRow.bodyColumn)
                if body.count > left, !records.isEmpty { return }
                left -= min(left, body.count)
                let record = try connection.record(statement.row, body)
                guard record.seq == seq + UInt64(records.count) + 1 else {
                    throw connection.damage(RecordRow.table)
                }
                records.append(record)
            }
        }
        let last = seq + UInt64(records.count)
        guard last == hot.row.seq || !records.isEmpty else {
            throw connection.damage(RecordRow.table)
        }
        return (records, last < hot.row.seq)
    }

    /// As `records`, for those that are still in memory: who pushes asks for his own at once.
    private func page(
        _ records: ArraySlice<(record: Record, octets: Int)>, octetsMax: Int
    ) -> (records: [Record], hasMore: Bool) {
        var page: [Record] = []
        var left = octetsMax
        for (record, octets) in records {
            if octets > left, !page.isEmpty { return (page, true) }
            left -= min(left, octets)
            page.append(record)
        }
        return (page, false)
    }

    func head(of replica: ReplicaID) throws -> ChainHead? {
        if let head = hot.heads[replica] { return head }
        let row: ChainRow? = try connection.first(
            """
            SELECT set_num, replica, counter, hash, epoch, sum FROM chain
            WHERE set_num = ? AND replica = ?
            """, numberValue, .octets(replica.octets))
        if let row { hot.heads[replica] = row.head }
        return row?.head
    }

    func putHead(_ head: ChainHead, of replica: ReplicaID) throws {
        try connection.put(
            ChainRow(set: number, replica: replica, head: head),
            """
            INSERT INTO chain (set_num, replica, counter, hash, epoch, sum)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET counter = excluded.counter, hash = excluded.hash,
                epoch = excluded.epoch, sum = excluded.sum
            """)
        hot.heads[replica] = head
    }

    func bundleHash(_ replica: ReplicaID, first: UInt64) throws -> Octets32? {
        let row: RecordRow? = try connection.first(
            """
            SELECT set_num, seq, running, replica, first, bundle, body_sum, sum FROM record
            WHERE set_num = ? AND replica = ? AND first = ?
            """, numberValue, .octets(replica.octets), .unsigned(first))
        return row?.bundle
    }
}

extension ServerConnection {
    /// The record of a row whose body is `body`, if both sums are right.
    func record(_ row: borrowing Row, _ body: [UInt8]) throws -> Record {
        let head: RecordRow = try read(row)
        guard head.bodySum == RecordRow.bodySum(body, hashing) else {
            throw damage(RecordRow.table)
        }
        let record = try Record.decode(body, hashing)
        guard record.seq == head.seq else { throw damage(RecordRow.table) }
        return record
    }
}
