public import AnnotationModel
public import Octets
internal import Replication
internal import SQLite

extension ServerTransaction {
    /// Octets of the longest blob that is taken.
    public static let blobOctetsMax = 67_108_864

    /// How much of a blob has come; nil for nothing.
    public func blob(_ set: SetID, _ hash: Octets32) throws -> BlobState? {
        guard let set = try serverSet(set) else { return nil }
        return try blobRow(set.number, hash)?.state
    }

    private func blobRow(_ number: Int64, _ hash: Octets32) throws -> BlobRow? {
        try connection.first(
            """
            SELECT set_num, hash, count, present, is_complete, sum FROM blob
            WHERE set_num = ? AND hash = ?
            """, .integer(number), .octets(hash))
    }

    /// Appends a part to a blob, which is complete when all is there and is what the hash says.
    ///
    /// An upload that says another length than the one before it takes its place from offset 0 on.
    /// A complete blob stays as it is.
    ///
    /// - Returns: How much is there now; nil if all came and it was something else: then nothing is
    ///   there any more.
    /// - Throws: `noSet`; `blobTooLong` for a length beyond `blobOctetsMax` or a part beyond the
    ///   length; `outOfOrder` if `offset` is not where the next part begins, which `blob` tells.
    public func appendBlob(
        _ set: SetID, _ hash: Octets32, count: Int, at offset: Int, _ octets: [UInt8]
    ) throws -> BlobState? {
        guard let set = try serverSet(set) else { throw ServerRefusal.noSet }
        guard (0...Self.blobOctetsMax).contains(count) else { throw ServerRefusal.blobTooLong }
        let found = try blobRow(set.number, hash)
        if let found, found.state.isComplete { return found.state }
        var row =
            found
            ?? BlobRow(
                set: set.number, hash: hash,
                state: BlobState(count: count, present: 0, isComplete: false))
        if row.state.count != count {
            guard offset == 0 else { throw ServerRefusal.outOfOrder }
            try drop(row)
            row.state = BlobState(count: count, present: 0, isComplete: false)
        }
        let present = row.state.present
        guard offset == present else { throw ServerRefusal.outOfOrder }
        guard octets.count <= count - present else { throw ServerRefusal.blobTooLong }
        if !octets.isEmpty {
            try connection.put(
                BlobPartRow(set: set.number, hash: hash, start: offset, octets: octets),
                "INSERT INTO blob_part (set_num, hash, start, octets, sum) VALUES (?, ?, ?, ?, ?)")
        }
        let isWhole = present + octets.count == count
        row.state = BlobState(
            count: count, present: present + octets.count, isComplete: isWhole)
        if isWhole {
            let all = try parts(row, 0..<count).flatMap(\.octets)
            guard all.count == count, connection.hashing.hash(all) == hash else {
                try drop(row)
                return nil
            }
        }
        try connection.put(
            row,
            """
            INSERT INTO blob (set_num, hash, count, present, is_complete, sum)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET count = excluded.count, present = excluded.present,
                is_complete = excluded.is_complete, sum = excluded.sum
            """)
        return row.state
    }

    /// Octets of a complete blob, cut to its length; nil if it is not there, or not all of it.
    public func blobRange(
        _ set: SetID, _ hash: Octets32, _ range: Range<Int>
    ) throws -> [UInt8]? {
        guard let set = try serverSet(set), let row = try blobRow(set.number, hash),
            row.state.isComplete
        else { return nil }
        let range = range.clamped(to: 0..<row.state.count)
        var octets: [UInt8] = []
        octets.reserveCapacity(range.count)
        var next = range.lowerBound
        for part in try parts(row, range) {
            let inside = range.clamped(to: part.start..<part.start + part.octets.count)
            guard inside.lowerBound == next else { throw connection.damage(BlobPartRow.table) }
            octets += part.octets[inside.lowerBound - part.start..<inside.upperBound - part.start]
            next = inside.upperBound
        }
        guard next == range.upperBound else { throw connection.damage(BlobPartRow.table) }
        return octets
    }

    /// The parts that hold octets of the range.
    private func parts(_ row: BlobRow, _ range: Range<Int>) throws -> [BlobPartRow] {
        guard !range.isEmpty else { return [] }
        return try connection.rows(
            """
            SELECT set_num, hash, start, octets, sum FROM blob_part
            WHERE set_num = ?1 AND hash = ?2 AND start < ?4 AND start >= (
                SELECT max(start) FROM blob_part
                WHERE set_num = ?1 AND hash = ?2 AND start <= ?3)
            ORDER BY start
            """, .integer(row.set), .octets(row.hash), .count(range.lowerBound),
            .count(range.upperBound))
    }

    private func drop(_ row: BlobRow) throws {
        try connection.database.execute(
            "DELETE FROM blob_part WHERE set_num = ? AND hash = ?", .integer(row.set),
            .octets(row.hash))
        try connection.database.execute(
            "DELETE FROM blob WHERE set_num = ? AND hash = ?", .integer(row.set),
            .octets(row.hash))
    }
}
