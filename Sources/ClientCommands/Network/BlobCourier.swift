import AnnotationModel
import CommandLine
import Crypto
import Octets
import Replication
import Storage
import SyncHTTP
import WireFormat

/// Carries the texts and sources of articles, which ops only name by their hashes.
struct BlobCourier {
    /// What became of the blobs of one sync.
    struct Tally {
        /// Blobs that the server has since.
        var sent = 0
        /// Blobs that have come.
        var received = 0
        /// Blobs that no server could give yet.
        var missing = 0
        /// Why blobs could not be carried, a sentence each.
        var problems: [String] = []
    }

    private struct Key: Hashable {
        let set: SetID
        let hash: Octets32
    }

    let session: Session
    let client: ServerClient
    private(set) var tally = Tally()
    private var dealtWith: Set<Key> = []

    init(_ session: Session, _ client: ServerClient) {
        self.session = session
        self.client = client
    }

    /// The blobs that the articles added by these bundles name.
    static func named(by bundles: [Bundle]) -> [ArticlePayload.Blob] {
        var blobs: [ArticlePayload.Blob] = []
        for entry in bundles.flatMap(\.entries) where entry.op.kind == .addArticle {
            guard let article = try? ArticlePayload(entry.op.payload) else { continue }
            // An article of which only quotes are known has none.
            blobs += [article.text, article.source].filter { $0.count > 0 }
        }
        return blobs
    }

    // MARK: To the server

    /// Brings blobs to the server before the ops that name them, so that whoever reads an op finds
    /// its text.
    ///
    /// A refusal is noted, and the op goes its way to its own verdict.
    /// - Returns: false if the set is not served before it has been synced: the ops wait then.
    /// - Throws: `CommandFailure` of status `network`: the ops wait for the blobs then.
    mutating func send(_ blobs: [ArticlePayload.Blob], of set: SetID) throws -> Bool {
        for blob in blobs where dealtWith.insert(Key(set: set, hash: blob.hash)).inserted {
            guard let octets = try session.read({ try $0.transaction.blob(blob.hash) }) else {
                continue
            }
            do {
                try send(octets, as: blob.hash, of: set)
                tally.sent += 1
            } catch let failure as CommandFailure where Self.isUnserved(failure) {
                dealtWith.remove(Key(set: set, hash: blob.hash))
                return false
            } catch let failure as CommandFailure where failure.status != .network {
                if failure.code == ProblemType.loginNeeded.rawValue { throw failure }
                tally.problems.append("a text could not be sent: \(failure.what)")
            }
        }
        return true
    }

    /// Whether a server that was put back does not serve the set, or does not know it.
    private static func isUnserved(_ failure: CommandFailure) -> Bool {
        [ProblemType.setHeld, .notFound].map(\.rawValue).contains(failure.code)
    }

    private func send(_ octets: [UInt8], as hash: Octets32, of set: SetID) throws {
        let path = SyncRoute.blob(set.octets.hex, Alphabet.hex.text(hash.octets))
        var wasAskedAgain = false
        // What is short goes at once: asking first would double its round trips.
        var start = 0
        if octets.count > ServerClient.blobPartOctets / 16 {
            switch try client.blobState(at: path, count: octets.count) {
            case .whole: return
            case .part(let present): start = present
            }
        }
        repeat {
            let end = min(octets.count, start + ServerClient.blobPartOctets)
            do {
                try client.putBlobPart(octets, at: path, range: start..<end, count: octets.count)
                start = end
            } catch let failure as CommandFailure
                where failure.code == ProblemType.blobGap.rawValue && !wasAskedAgain
            {
                // Somebody else sends the same blob, or an earlier try of ours got through.
                wasAskedAgain = true
                switch try client.blobState(at: path, count: octets.count) {
                case .whole: return
                case .part(let present): start = present
                }
            }
        } while start < octets.count
    }

    // MARK: From the server

    /// Fetches what is missing here, each part kept as it comes.
    ///
    /// - Throws: `CommandFailure` when the server cannot be reached any more.
    mutating func fetch(only set: SetID?) throws {
        let missing = try session.read { try $0.transaction.missingBlobs() }
        for blob in missing where set == nil || blob.set == set {
            do {
                if try fetch(blob.hash, count: blob.count, of: blob.set) {
                    tally.received += 1
                } else {
                    tally.missing += 1
                }
            } catch let failure as CommandFailure where failure.status != .network {
                if failure.code == ProblemType.loginNeeded.rawValue { throw failure }
                tally.missing += 1
                tally.problems.append("a text could not be fetched: \(failure.what)")
            }
        }
    }

    /// Whether the blob is here now; false if the server has not got it.
    private func fetch(_ hash: Octets32, count: Int, of set: SetID) throws -> Bool {
        let path = SyncRoute.blob(set.octets.hex, Alphabet.hex.text(hash.octets))
        var octets = try session.read { try $0.transaction.blobPart(hash) }
        if octets.count > count { octets = [] }
        while octets.count < count {
            guard let part = try client.blobPart(at: path, from: octets.count, count: count) else {
                return false
            }
            octets += part
            if octets.count < count {
                try session.write { try $0.transaction.appendBlobPart(hash, part) }
            }
        }
        guard BLAKE2b.hash(octets) == hash else {
            // What had come before may be what is wrong: the next sync begins anew.
            try session.write { try $0.transaction.removeBlobPart(hash) }
            throw CommandFailure(
                .failed, code: ProblemType.blobMismatch.rawValue,
                "\(client.address.host) sent another text than was asked for; it was thrown away",
                hints: ["postil sync"])
        }
        try session.write { try $0.transaction.putBlob(hash, octets) }
        return true
    }
}
