import AnnotationModel
import Octets
import SQLite
import WireFormat

extension StoreRepair {
    /// Has every text that an article names and that is not here fetched by the next sync.
    func tidyBlobs(_ transaction: ClientTransaction) throws {
        try transaction.flush()
        var articles: [(copy: Int64, entry: EntityEntry)] = []
        try transaction.rows(
            ClientTable.entity, "SELECT * FROM entity WHERE class = 1 ORDER BY number"
        ) { articles.append(($0.integer(1), try transaction.entry($0))) }
        for (copy, entry) in articles {
            for blob in entry.shown?.blobs ?? [] where try !transaction.hasBlob(blob.hash) {
                try transaction.insert(
                    ClientTable.want, "INSERT OR REPLACE INTO want VALUES (?, ?, ?, ?, ?)",
                    .integer(copy), .blob(blob.hash.octets), .blob(entry.id.octets.octets),
                    .integer(Int64(blob.count)))
            }
        }
    }
}
