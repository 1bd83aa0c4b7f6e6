internal import AnnotationModel
internal import Octets
internal import Replication
internal import SQLite
internal import WireFormat

extension ServerLogs {
    /// Fills texts and sources of which a part is damaged; one that nobody has is taken out, so
    /// that whoever has it can send it again.
    func fillBlobs(_ survey: inout ServerSurvey) throws {
        let rows: [BlobRow] = try connection.rows(BlobRow.all)
        let sets: [SetRow] = try connection.rows(SetRow.all)
        let ids = Dictionary(sets.map { ($0.number, $0.id) }, uniquingKeysWith: { one, _ in one })
        for row in rows {
            guard try !isSound(row) else { continue }
            survey.findings.append(
                Finding(
                    "the text or the source of an article is not what its hash says", .copy,
                    set: ids[row.set], table: BlobRow.table, row: Alphabet.hex.text(row.hash.octets)
                ))
            try connection.database.execute(
                "DELETE FROM blob_part WHERE set_num = ? AND hash = ?", .integer(row.set),
                .octets(row.hash))
            try connection.database.execute(
                "DELETE FROM blob WHERE set_num = ? AND hash = ?", .integer(row.set),
                .octets(row.hash))
        }
        try dropStrayParts(rows, ids, &survey)
        try fetchBlobs(ids, &survey)
    }

    /// Puts in what articles name, is not here, and the source has.
    private func fetchBlobs(_ ids: [Int64: SetID], _ survey: inout ServerSurvey) throws {
        let states: [EntityStateRow] = try connection.rows(EntityStateRow.all)
        for state in states {
            guard let set = ids[state.set] else { continue }
            for blob in state.state.blobs {
                let known = try connection.database.firstInteger(
                    "SELECT 1 FROM blob WHERE set_num = ? AND hash = ?", .integer(state.set),
                    .octets(blob.hash))
                guard known == nil, let octets = source.blob(set, blob.hash),
                    connection.hashing.hash(octets) == blob.hash
                else { continue }
                survey.findings.append(
                    Finding(
                        "the text or the source of an article is not here", .copy, set: set,
                        entity: state.id, table: BlobRow.table,
                        row: Alphabet.hex.text(blob.hash.octets)))
                try put(octets, blob.hash, state.set)
            }
        }
    }

    private func put(_ octets: [UInt8], _ hash: Octets32, _ set: Int64) throws {
        try connection.put(
            BlobPartRow(set: set, hash: hash, start: 0, octets: octets),
            "INSERT INTO blob_part (set_num, hash, start, octets, sum) VALUES (?, ?, ?, ?, ?)")
        try connection.put(
            BlobRow(
                set: set, hash: hash,
                state: BlobState(count: octets.count, present: octets.count, isComplete: true)),
            """
            INSERT INTO blob (set_num, hash, count, present, is_complete, sum)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
    }

    /// Whether all parts up to where the row says are there, and are what the hash says if it is
    /// whole.
    private func isSound(_ row: BlobRow) throws -> Bool {
        let parts: [BlobPartRow] = try connection.rows(
            """
            SELECT set_num, hash, start, octets, sum FROM blob_part
            WHERE set_num = ? AND hash = ? ORDER BY start
            """, .integer(row.set), .octets(row.hash))
        var octets: [UInt8] = []
        for part in parts {
            guard part.start == octets.count else { return false }
            octets += part.octets
        }
        guard octets.count == row.state.present else { return false }
        return !row.state.isComplete || connection.hashing.hash(octets) == row.hash
    }

    /// Parts of which the row is gone are its blob, if they are whole.
    private func dropStrayParts(
        _ rows: [BlobRow], _ ids: [Int64: SetID], _ survey: inout ServerSurvey
    ) throws {
        struct Key: Hashable {
            let set: Int64
            let hash: Octets32
        }
        let known = Set(rows.map { Key(set: $0.set, hash: $0.hash) })
        let parts: [BlobPartRow] = try connection.rows(BlobPartRow.all)
        let stray = Dictionary(grouping: parts) { Key(set: $0.set, hash: $0.hash) }
            .filter { !known.contains($0.key) }
        for (key, parts) in stray {
            let octets = parts.sorted { $0.start < $1.start }.flatMap(\.octets)
            let isWhole = connection.hashing.hash(octets) == key.hash
            survey.findings.append(
                Finding(
                    "what was known of an article's text is gone", isWhole ? .log : .copy,
                    set: ids[key.set], table: BlobRow.table,
                    row: Alphabet.hex.text(key.hash.octets)))
            if isWhole {
                try connection.put(
                    BlobRow(
                        set: key.set, hash: key.hash,
                        state: BlobState(
                            count: octets.count, present: octets.count, isComplete: true)),
                    """
                    INSERT INTO blob (set_num, hash, count, present, is_complete, sum)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """)
            } else {
                try connection.database.execute(
                    "DELETE FROM blob_part WHERE set_num = ? AND hash = ?", .integer(key.set),
                    .octets(key.hash))
            }
        }
    }
}
