import AnnotationModel
import CRDT
import Octets
public import Replication

extension SnapshotPart {
    /// A replica with records in the part: where its chain stands before them, and the signature
    /// of the last of them.
    private struct Author {
        let replica: ReplicaID
        var counter: UInt64
        var previous: Octets32
        var signature: [UInt8]

        init(replica: ReplicaID, counter: UInt64, previous: Octets32, signature: [UInt8]) {
            self.replica = replica
            self.counter = counter
            self.previous = previous
            self.signature = signature
        }

        init(_ reader: inout CBORReader) throws(DecodingFailure) {
            try reader.array(exactly: 4)
            self.init(
                replica: ReplicaID(try reader.octets16()),
                counter: try reader.unsigned(limit: 1 << 62), previous: try reader.octets32(),
                signature: try reader.signature())
        }
    }

    /// The part's octets (Protocol/04-wire-format.md, 7).
    public func encoded() -> [UInt8] {
        let authors = authors()
        guard let own = authors.first?.replica else { return [] }
        var table = BundleTable(own: own)
        var numbers: [ReplicaID: UInt64] = [:]
        for (number, author) in authors.enumerated() {
            table.collect(author.replica)
            numbers[author.replica] = UInt64(number)
        }
        for record in records { for entry in record.bundle.entries { table.collect(entry.op) } }
        var writer = CBORWriter(capacity: 1_024 + records.count * 64)
        writer.writeArray(count: 7)
        writer.write(set.octets)
        writer.write(first)
        writer.write(before)
        writer.writeArray(count: authors.count)
        for author in authors {
            writer.writeArray(count: 4)
            writer.write(author.replica.octets)
            writer.write(author.counter)
            writer.write(author.previous)
            writer.write(author.signature)
        }
        writer.writeArray(count: table.replicas.count - authors.count)
        for replica in table.replicas.dropFirst(authors.count) { writer.write(replica.octets) }
        writer.writeArray(count: table.articles.count)
        for article in table.articles { writer.write(article.octets) }
        writer.writeArray(count: records.count)
        var milliseconds: UInt64 = 0
        for record in records {
            writer.writeArray(count: 4)
            writer.write(numbers[record.bundle.replica] ?? 0)
            writer.write(UInt64(record.members))
            record.writeMask(to: &writer)
            writer.writeArray(count: record.bundle.entries.count)
            for entry in record.bundle.entries {
                table.write(entry, after: &milliseconds, to: &writer)
            }
        }
        return writer.octets
    }

    private func authors() -> [Author] {
        var authors: [Author] = []
        var numbers: [ReplicaID: Int] = [:]
        for record in records {
            let bundle = record.bundle
            if let number = numbers[bundle.replica] {
                authors[number].signature = bundle.signature
            } else {
                numbers[bundle.replica] = authors.count
                authors.append(
                    Author(
                        replica: bundle.replica, counter: bundle.first &- 1,
                        previous: bundle.previous, signature: bundle.signature))
            }
        }
        return authors
    }

    /// Reads a part's octets.
    public static func decode(
        _ octets: [UInt8], _ hashing: any Hashing
    ) throws(DecodingFailure) -> SnapshotPart {
        var reader = CBORReader(octets)
        try reader.array(exactly: 7)
        let set = SetID(try reader.octets16())
        let first = try reader.unsigned(limit: 1 << 62)
        guard first >= 1 else { throw .limit }
        let before = try reader.octets32()
        var authors: [Author] = []
        for _ in 0..<(try reader.array(limit: WireLimits.bundleTableMax)) {
            authors.append(try Author(&reader))
        }
        guard let own = authors.first?.replica else { throw .limit }
        var table = BundleTable(own: own)
        for author in authors.dropFirst() { table.replicas.append(author.replica) }
        for _ in 0..<(try reader.array(limit: WireLimits.bundleTableMax)) {
            table.replicas.append(ReplicaID(try reader.octets16()))
        }
        for _ in 0..<(try reader.array(limit: WireLimits.bundleTableMax)) {
            table.articles.append(ArticleID(try reader.octets16()))
        }
        let count = try reader.array(limit: WireLimits.snapshotRecordsMax)
        guard count >= 1 else { throw .limit }
        var records: [Record] = []
        records.reserveCapacity(count)
        var state = Reading(set: set, table: table, authors: authors)
        for index in 0..<count {
            records.append(
                try state.record(&reader, seq: first + UInt64(index), hashing))
        }
        try reader.finish()
        let part = SnapshotPart(set: set, before: before, asRead: state.signing(records))
        guard part.encoded() == octets else { throw .notCanonical }
        return part
    }

    /// What carries over from one record to the next.
    private struct Reading {
        let set: SetID
        let table: BundleTable
        var authors: [Author]
        var milliseconds: UInt64 = 0
        var kills = 0

        init(set: SetID, table: BundleTable, authors: [Author]) {
            self.set = set
            self.table = table
            self.authors = authors
        }

        mutating func record(
            _ reader: inout CBORReader, seq: UInt64, _ hashing: any Hashing
        ) throws(DecodingFailure) -> Record {
            try reader.array(exactly: 4)
            let number = try reader.count(limit: WireLimits.bundleTableMax)
            guard number < authors.count else { throw .unknownValue }
            let members = try reader.count(limit: WireLimits.membersMax)
            // They stand before the ops, whose number they have to have.
            let verdicts = reader.null() ? nil : try Record.verdicts(&reader)
            let count = try reader.array(limit: WireLimits.bundleOpsMax)
            guard count >= 1 else { throw .limit }
            let mask = verdicts ?? Array(repeating: .accepted, count: count)
            guard mask.count == count else { throw .wrongType }
            if let verdicts, !verdicts.contains(where: \.isRefusal) { throw .notCanonical }
            var entries: [Bundle.Entry] = []
            entries.reserveCapacity(count)
            for _ in 0..<count {
                let entry = try table.entry(&reader, after: &milliseconds, hashing)
                kills += entry.op.kills.count
                if kills > WireLimits.killsMax { throw .limit }
                entries.append(entry)
            }
            for (entry, verdict) in zip(entries, mask) {
                let isBare = if case .refused = entry { true } else { false }
                guard isBare == verdict.isRefusal else { throw .notCanonical }
            }
            let author = authors[number]
            guard author.counter < 1 << 62 else { throw .limit }
            let bundle = Bundle(
                set: set, replica: author.replica, first: author.counter + 1,
                previous: author.previous, entries: entries, signature: [])
            authors[number].counter = bundle.last
            authors[number].previous = bundle.hash(hashing)
            return Record(
                seq: seq, bundle: bundle, mask: mask, members: members, receipt: nil)
        }

        /// The records with each replica's signature at the last of its bundles.
        func signing(_ records: [Record]) -> [Record] {
            var signatures: [ReplicaID: [UInt8]] = [:]
            for author in authors { signatures[author.replica] = author.signature }
            var result: [Record] = []
            for record in records.reversed() {
                let bundle = record.bundle
                let signature = signatures.removeValue(forKey: bundle.replica) ?? []
                result.append(
                    Record(
                        seq: record.seq,
                        bundle: Bundle(
                            set: bundle.set, replica: bundle.replica, first: bundle.first,
                            previous: bundle.previous, entries: bundle.entries,
                            signature: signature),
                        mask: record.mask, members: record.members, receipt: nil))
            }
            return result.reversed()
        }
    }
}
