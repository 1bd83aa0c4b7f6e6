import AnnotationModel
import CRDT
import Octets
public import Replication

extension Bundle {
    /// Encodes the bundle with its replicas and articles numbered (Protocol/04-wire-format.md, 4).
    public func encoded() -> [UInt8] {
        var table = BundleTable(own: replica)
        for entry in entries { table.collect(entry.op) }
        var writer = CBORWriter(capacity: 256 + entries.count * 64)
        writer.writeArray(count: 8)
        writer.write(set.octets)
        writer.write(replica.octets)
        writer.write(first)
        writer.write(previous)
        writer.write(signature)
        writer.writeArray(count: table.replicas.count - 1)
        for replica in table.replicas.dropFirst() { writer.write(replica.octets) }
        writer.writeArray(count: table.articles.count)
        for article in table.articles { writer.write(article.octets) }
        writer.writeArray(count: entries.count)
        var milliseconds: UInt64 = 0
        for entry in entries {
            table.write(entry, after: &milliseconds, to: &writer)
        }
        return writer.octets
    }

    /// Decodes a bundle and computes its ops' hashes.
    ///
    /// - Parameter mayLackSignature: whether it may be one that was read from a snapshot, as a
    ///   store keeps it, or asks for it again.
    public static func decode(
        _ octets: [UInt8], _ hashing: any Hashing, mayLackSignature: Bool = false
    ) throws(DecodingFailure) -> Bundle {
        var reader = CBORReader(octets)
        try reader.array(exactly: 8)
        let set = SetID(try reader.octets16())
        let replica = ReplicaID(try reader.octets16())
        let first = try reader.unsigned(limit: 1 << 62)
        let previous = try reader.octets32()
        let signature = try reader.bytes(limit: 64)
        guard signature.count == 64 || (mayLackSignature && signature.isEmpty) else {
            throw .wrongType
        }
        guard first >= 1 else { throw .limit }
        var table = BundleTable(own: replica)
        for _ in 0..<(try reader.array(limit: WireLimits.bundleTableMax)) {
            table.replicas.append(ReplicaID(try reader.octets16()))
        }
        for _ in 0..<(try reader.array(limit: WireLimits.bundleTableMax)) {
            table.articles.append(ArticleID(try reader.octets16()))
        }
        let count = try reader.array(limit: WireLimits.bundleOpsMax)
        guard count >= 1 else { throw .limit }
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var milliseconds: UInt64 = 0
        var kills = 0
        for _ in 0..<count {
            let entry = try table.entry(&reader, after: &milliseconds, hashing)
            kills += entry.op.kills.count
            // Ranges make many dots of few octets: bounded for the bundle, not only for the op.
            if kills > WireLimits.killsMax { throw .limit }
            entries.append(entry)
        }
        try reader.finish()
        let bundle = Bundle(
            set: set, replica: replica, first: first, previous: previous, entries: entries,
            signature: signature)
        guard bundle.encoded() == octets else { throw .notCanonical }
        return bundle
    }
}
