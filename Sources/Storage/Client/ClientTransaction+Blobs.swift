public import AnnotationModel
public import Octets
import Replication
import SQLite
import WireFormat

extension ClientTransaction {
    /// The octets that have this hash; nil if they are not held, or not whole.
    public func blob(_ hash: Octets32) throws -> [UInt8]? {
        try row(ClientTable.blob, "SELECT * FROM blob WHERE hash = ?", .blob(hash.octets))?.blob(1)
    }

    /// Keeps octets under their hash, which the caller has checked; a part of them is not needed
    /// any more.
    public func putBlob(_ hash: Octets32, _ octets: [UInt8]) throws {
        let key = Value.blob(hash.octets)
        try insert(
            ClientTable.blob, "INSERT OR REPLACE INTO blob VALUES (?, ?, ?)", key, .blob(octets))
        try change("DELETE FROM blob_part WHERE hash = ?", key)
        try change("DELETE FROM want WHERE hash = ?", key)
    }

    /// The beginning of a blob, as far as it was fetched.
    public func blobPart(_ hash: Octets32) throws -> [UInt8] {
        var result: [UInt8] = []
        try rows(
            ClientTable.blobPart, "SELECT * FROM blob_part WHERE hash = ? ORDER BY place",
            .blob(hash.octets)
        ) { result += $0.blob(2) }
        return result
    }

    /// Keeps the octets that follow the beginning of a blob.
    public func appendBlobPart(_ hash: Octets32, _ octets: [UInt8]) throws {
        let last = try database.firstInteger(
            "SELECT max(place) FROM blob_part WHERE hash = ?", .blob(hash.octets))
        try insert(
            ClientTable.blobPart, "INSERT INTO blob_part VALUES (?, ?, ?, ?)", .blob(hash.octets),
            .integer((last ?? 0) + 1), .blob(octets))
    }

    /// Forgets the beginning of a blob: what was fetched is not what its hash says.
    public func removeBlobPart(_ hash: Octets32) throws {
        try change("DELETE FROM blob_part WHERE hash = ?", .blob(hash.octets))
    }

    /// The texts and sources of articles that are not held, with their lengths in octets.
    public func missingBlobs() throws -> [(set: SetID, hash: Octets32, count: Int)] {
        try flush()
        var wants: [SealedRow] = []
        try rows(ClientTable.want, "SELECT * FROM want ORDER BY copy, hash, entity") {
            wants.append($0)
        }
        var result: [(set: SetID, hash: Octets32, count: Int)] = []
        for row in wants {
            guard let set = try set(of: row.integer(0)), let hash = Octets32(row.blob(1)),
                let entity = Octets16(row.blob(2))
            else { throw damaged(ClientTable.want, row) }
            // The op that named it may have been refused since.
            let state = try clientCopy(of: set)?.entity(EntityID(entity), .shown)
            guard state?.blobs.contains(where: { $0.hash == hash }) == true else { continue }
            if let last = result.last, last.set == set, last.hash == hash { continue }
            result.append((set, hash, Int(row.integer(3))))
        }
        return result
    }

    func hasBlob(_ hash: Octets32) throws -> Bool {
        try database.firstInteger("SELECT 1 FROM blob WHERE hash = ?", .blob(hash.octets)) != nil
    }

    func removeBlob(_ hash: Octets32) throws {
        try change("DELETE FROM blob WHERE hash = ?", .blob(hash.octets))
        try change("DELETE FROM blob_part WHERE hash = ?", .blob(hash.octets))
    }
}

extension ClientCopy {
    /// Keeps which blobs of an article are not held, if it has creations that were not looked at.
    func want(_ entry: EntityEntry) throws {
        guard let state = entry.shown else { return }
        let creations = state.creations.map(\.identity)
        guard creations != entry.knownCreations else { return }
        entry.knownCreations = creations
        for blob in state.blobs where try !transaction.hasBlob(blob.hash) {
            try transaction.insert(
                ClientTable.want, "INSERT OR REPLACE INTO want VALUES (?, ?, ?, ?, ?)", number,
                .blob(blob.hash.octets), .blob(entry.id.octets.octets),
                .integer(Int64(blob.count)))
        }
    }

    /// The blobs that articles of this set name, and none of another set.
    func blobsNamedHereOnly() throws -> [Octets32] {
        try transaction.flush()
        var here: Set<Octets32> = []
        var elsewhere: Set<Octets32> = []
        try transaction.rows(
            ClientTable.entity, "SELECT * FROM entity WHERE class = 1"
        ) { row in
            let entry = try transaction.entry(row)
            let blobs = [entry.confirmed, entry.shown].flatMap { $0?.blobs ?? [] }.map(\.hash)
            if row.integer(1) == self.row.number {
                here.formUnion(blobs)
            } else {
                elsewhere.formUnion(blobs)
            }
        }
        return here.subtracting(elsewhere).sorted()
    }
}

extension EntityState {
    /// The texts and sources that an article's creations name, as far as there is anything of them.
    var blobs: [ArticlePayload.Blob] {
        creations.flatMap { creation -> [ArticlePayload.Blob] in
            guard let payload = try? ArticlePayload(creation.payload) else { return [] }
            return [payload.text, payload.source].filter { $0.count > 0 }
        }
    }
}
