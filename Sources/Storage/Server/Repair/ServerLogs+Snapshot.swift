internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine
internal import WireFormat

extension ServerLogs {
    /// Where the log goes on behind its snapshot, every part of which is there, or could be made
    /// again from the records of somebody else; nil if one could not.
    func fillSnapshot(
        of row: SetRow, _ survey: inout ServerSurvey
    ) throws -> (seq: UInt64, running: Octets32)? {
        var seq: UInt64 = 0
        var running = LogPosition.runningStart(of: row.id, connection.hashing)
        let parts = try parts(of: row)
        let end = parts.last?.row.last ?? 0
        while seq < end {
            let next = parts.first { $0.row.last > seq }
            if let next, let part = next.part, part.first == seq + 1, part.before == running,
                part.running(connection.hashing) == next.row.running
            {
                if !next.isBodyRight {
                    note(row.id, part.first, .checksum, &survey)
                    try connection.put(part, running: next.row.running, set: row.number)
                }
                (seq, running) = (part.last, next.row.running)
                continue
            }
            // One that cannot be read ends where its row says, one that is gone before the next.
            let isGone = next.map { $0.row.first > seq + 1 } ?? false
            let last = isGone ? (next?.row.first ?? 1) - 1 : next?.row.last ?? end
            note(row.id, seq + 1, .copy, &survey)
            guard let part = try made(seq + 1, last, before: running, row),
                isGone || part.running(connection.hashing) == next?.row.running
            else { return nil }
            running = part.running(connection.hashing)
            seq = part.last
            try connection.put(part, running: running, set: row.number)
        }
        return (seq, running)
    }

    private struct Found {
        let row: SnapshotRow
        let part: SnapshotPart?
        let isBodyRight: Bool
    }

    /// The rows that can be read, with what their bodies say.
    private func parts(of row: SetRow) throws -> [Found] {
        var result: [Found] = []
        try connection.database.query(
            """
            SELECT set_num, last, first, running, body_sum, sum, body FROM snapshot
            WHERE set_num = ? ORDER BY last
            """, .integer(row.number)
        ) { found in
            guard let head: SnapshotRow = try? connection.read(found),
                let body = try? found.blob(SnapshotRow.bodyColumn)
            else { return }
            let hashing = connection.hashing
            let isRight = RecordRow.bodySum(body, hashing) == head.bodySum
            let sound = isRight ? body : RowMender(hashing: hashing).mended(body, sum: head.bodySum)
            let part = sound.flatMap { try? SnapshotPart.decode($0, hashing) }
            result.append(
                Found(row: head, part: part?.set == row.id ? part : nil, isBodyRight: isRight))
        }
        return result
    }

    /// A part from the records of somebody else.
    private func made(
        _ first: UInt64, _ last: UInt64, before: Octets32, _ row: SetRow
    ) throws -> SnapshotPart? {
        guard first <= last else { return nil }
        var records: [Record] = []
        for seq in first...last {
            guard let record = source.record(row.id, seq), record.bundle.set == row.id else {
                return nil
            }
            records.append(record)
        }
        let part = SnapshotPart(set: row.id, before: before, records: records)
        // What lacks a signature that a reader will ask for is no part.
        return part.flatMap { try? SnapshotPart.decode($0.encoded(), connection.hashing) }
    }
}
