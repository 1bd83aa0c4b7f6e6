internal import Octets
internal import SQLite

extension ServerConnection {
    /// The row of the server's key as it was written, if it is damaged and its checksum tells what
    /// it was; nil if it is sound, or nothing tells.
    func mendedServer() throws -> ServerRow? {
        var mended: ServerRow?
        try database.query("SELECT epoch, seed, sum FROM server") { row in
            if let _: ServerRow = try? read(row) { return }
            guard case .integer(let sum) = row.anything(2),
                let values = RowMender(hashing: hashing).mended(
                    ServerTable.server, [row.anything(0), row.anything(1)], sum: sum
                ).values,
                case .blob(let epoch) = values[0], case .blob(let seed) = values[1],
                let epoch = Octets16(epoch)
            else { return }
            mended = ServerRow(epoch: epoch, seed: seed)
        }
        return mended
    }
}
