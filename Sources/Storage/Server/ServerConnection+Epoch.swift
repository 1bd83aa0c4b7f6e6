internal import Octets
internal import SQLite
internal import SyncEngine

extension ServerConnection {
    /// The row that says whose store this is; made on the first start.
    func server(
        isNewEpoch: Bool, _ randomness: any Randomness, _ makeSeed: () -> [UInt8]
    ) throws -> ServerRow {
        let found: ServerRow? = try database.read { _ in try first(ServerRow.all) }
        if let found, !isNewEpoch { return found }
        return try database.write { _ in
            // Another process may have begun in between.
            let found: ServerRow? = try first(ServerRow.all)
            if let found {
                if isNewEpoch { try begin(randomness.octets16()) }
                return found
            }
            let seed = makeSeed()
            guard seed.count == 32 else {
                throw StoreError(
                    .brokenInvariant, "could not make a server's key of \(seed.count) octets")
            }
            let row = ServerRow(epoch: randomness.octets16(), seed: seed)
            try put(row, "INSERT INTO server (one, epoch, seed, sum) VALUES (1, ?, ?, ?)")
            return row
        }
    }

    /// The server's epoch.
    func epoch() throws -> Octets16 {
        if let epoch = cache.epoch { return epoch }
        let epoch = try ownRow().epoch
        cache.epoch = epoch
        return epoch
    }

    /// Begins an epoch and holds every set.
    func begin(_ epoch: Octets16) throws {
        var row = try ownRow()
        row.epoch = epoch
        try put(
            row,
            """
            INSERT INTO server (one, epoch, seed, sum) VALUES (1, ?, ?, ?)
            ON CONFLICT DO UPDATE SET epoch = excluded.epoch, sum = excluded.sum
            """)
        let sets: [SetRow] = try rows(SetRow.all)
        let rows: [LossRow] = try rows(LossRow.all)
        let known = Dictionary(rows.map { ($0.set, $0.loss) }) { first, _ in first }
        for set in sets { try put(LossRow(set: set.number, loss: known[set.number].held)) }
        // Sets that are open keep what they remember; theirs is put right by the transaction.
        for (id, hot) in cache.sets { cache.sets[id]?.loss = hot.loss.held }
        cache.epoch = epoch
    }

    private func ownRow() throws -> ServerRow {
        guard let row: ServerRow = try first(ServerRow.all) else {
            throw damage(ServerRow.table)
        }
        return row
    }
}
