import AnnotationModel
import CRDT
import Octets
import Replication

/// The numbers that stand for replicas and articles inside one bundle, in order of first use;
/// replica 0 is the bundle's own (Protocol/04-wire-format.md, 4).
struct BundleTable {
    var replicas: [ReplicaID]
    var articles: [ArticleID] = []
    private var replicaNumbers: [ReplicaID: Int]
    private var articleNumbers: [ArticleID: Int] = [:]

    init(own: ReplicaID) {
        replicas = [own]
        replicaNumbers = [own: 0]
    }

    mutating func collect(_ op: Op) {
        switch op.target {
        case .set: break
        case .article(let article):
            if articleNumbers[article] == nil {
                articleNumbers[article] = articles.count
                articles.append(article)
            }
        case .annotation(let dot): collect(dot.replica)
        }
        for dot in op.names { collect(dot.replica) }
        for dot in op.kills { collect(dot.replica) }
    }

    mutating func collect(_ replica: ReplicaID) {
        guard replicaNumbers[replica] == nil else { return }
        replicaNumbers[replica] = replicas.count
        replicas.append(replica)
    }

    // MARK: Writing

    func write(
        _ entry: Bundle.Entry, after milliseconds: inout UInt64, to writer: inout CBORWriter
    ) {
        switch entry {
        case .op(let op, _): write(op, after: &milliseconds, to: &writer)
        case .refused(let hash, let names):
            writer.writeArray(count: 2)
            writer.write(hash)
            write(names, to: &writer)
        }
    }

    func write(_ op: Op, after milliseconds: inout UInt64, to writer: inout CBORWriter) {
        let count = op.was != nil ? 8 : op.kills.isEmpty ? 6 : 7
        writer.writeArray(count: count)
        writer.write(UInt64(op.kind.raw))
        writeStamp(op.stamp, after: &milliseconds, to: &writer)
        switch op.target {
        case .set:
            writer.write(UInt64(0))
            writer.write(UInt64(0))
        case .article(let article):
            writer.write(UInt64(0))
            writer.write(UInt64(articleNumbers[article] ?? 0) + 1)
        case .annotation(let dot):
            writer.write(UInt64(replicaNumbers[dot.replica] ?? 0) + 1)
            writer.write(dot.counter)
        }
        write(op.names, to: &writer)
        writer.write(op.payload)
        if count >= 7 { writeRanges(op.kills, to: &writer) }
        if count == 8 { writer.write(op.was) }
    }

    func write(_ names: [Dot], to writer: inout CBORWriter) {
        writer.writeArray(count: names.count * 2)
        for dot in names {
            writer.write(UInt64(replicaNumbers[dot.replica] ?? 0))
            writer.write(dot.counter)
        }
    }

    private func writeStamp(
        _ stamp: HybridTimestamp, after milliseconds: inout UInt64, to writer: inout CBORWriter
    ) {
        let difference = Int64(stamp.milliseconds) - Int64(milliseconds)
        milliseconds = stamp.milliseconds
        let count = UInt16(truncatingIfNeeded: stamp.bits)
        if count == 0 { return writer.write(signed: difference) }
        writer.writeArray(count: 2)
        writer.write(signed: difference)
        writer.write(UInt64(count))
    }

    /// Dots as ranges: for each replica its number, then gap and length of each range of its
    /// counters.
    private func writeRanges(_ dots: [Dot], to writer: inout CBORWriter) {
        var groups: [(replica: Int, ranges: [(gap: UInt64, length: UInt64)], end: UInt64)] = []
        for dot in dots {
            let number = replicaNumbers[dot.replica] ?? 0
            if groups.last?.replica != number { groups.append((number, [], 0)) }
            let index = groups.count - 1
            let gap = dot.counter &- groups[index].end
            if gap == 1, !groups[index].ranges.isEmpty {
                groups[index].ranges[groups[index].ranges.count - 1].length += 1
            } else {
                groups[index].ranges.append((gap, 1))
            }
            groups[index].end = dot.counter
        }
        writer.writeArray(count: groups.count)
        for group in groups {
            writer.writeArray(count: 1 + group.ranges.count * 2)
            writer.write(UInt64(group.replica))
            for range in group.ranges {
                writer.write(range.gap)
                writer.write(range.length)
            }
        }
    }

    // MARK: Reading

    func entry(
        _ reader: inout CBORReader, after milliseconds: inout UInt64, _ hashing: any Hashing
    ) throws(DecodingFailure) -> Bundle.Entry {
        let count = try reader.array(limit: 8)
        if count == 2 {
            let hash = try reader.octets32()
            let names = try names(&reader)
            guard zip(names, names.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw .notCanonical
            }
            return .refused(hash: hash, names: names)
        }
        guard count >= 6 else { throw .wrongType }
        let kind = OpKind(raw: UInt32(try reader.count(limit: Int(UInt32.max))))
        let stamp = try stamp(&reader, after: &milliseconds)
        let target = try target(&reader)
        let names = try names(&reader)
        let payload = try reader.bytes(limit: WireLimits.payloadOctetsMax)
        let kills = count >= 7 ? try ranges(&reader) : []
        let was = count == 8 ? try reader.identity() : nil
        let op = Op(
            kind: kind, target: target, names: names, kills: kills, stamp: stamp, was: was,
            payload: payload)
        return .op(op, hash: OpEncoding.hash(op, hashing))
    }

    private func replica(_ number: Int) throws(DecodingFailure) -> ReplicaID {
        guard number < replicas.count else { throw .unknownValue }
        return replicas[number]
    }

    private func target(_ reader: inout CBORReader) throws(DecodingFailure) -> Op.Target {
        let first = try reader.count(limit: WireLimits.bundleTableMax + 1)
        let second = try reader.unsigned(limit: 1 << 62)
        if first > 0 {
            return .annotation(Dot(replica: try replica(first - 1), counter: second))
        }
        if second == 0 { return .set }
        guard second <= articles.count else { throw .unknownValue }
        return .article(articles[Int(second) - 1])
    }

    private func names(_ reader: inout CBORReader) throws(DecodingFailure) -> [Dot] {
        let count = try reader.array(limit: WireLimits.namesMax * 2)
        guard count % 2 == 0 else { throw .wrongType }
        var result: [Dot] = []
        for _ in 0..<count / 2 {
            let replica = try replica(reader.count(limit: WireLimits.bundleTableMax))
            result.append(Dot(replica: replica, counter: try reader.unsigned(limit: 1 << 62)))
        }
        return result
    }

    private func stamp(
        _ reader: inout CBORReader, after milliseconds: inout UInt64
    ) throws(DecodingFailure) -> HybridTimestamp {
        var count: UInt16 = 0
        if reader.standsArray(of: 2) {
            try reader.array(exactly: 2)
            let value = try stampDifference(&reader, after: milliseconds)
            count = UInt16(try reader.count(limit: Int(UInt16.max)))
            milliseconds = value
        } else {
            milliseconds = try stampDifference(&reader, after: milliseconds)
        }
        return HybridTimestamp(milliseconds: milliseconds, count: count)
    }

    private func stampDifference(
        _ reader: inout CBORReader, after milliseconds: UInt64
    ) throws(DecodingFailure) -> UInt64 {
        let (sum, overflow) = Int64(milliseconds).addingReportingOverflow(try reader.signed())
        guard !overflow, sum >= 0, sum < 1 << 48 else { throw .limit }
        return UInt64(sum)
    }

    private func ranges(_ reader: inout CBORReader) throws(DecodingFailure) -> [Dot] {
        var result: [Dot] = []
        for _ in 0..<(try reader.array(limit: WireLimits.bundleTableMax)) {
            let items = try reader.array(limit: WireLimits.killsMax * 2 + 1)
            guard items % 2 == 1 else { throw .wrongType }
            let replica = try replica(reader.count(limit: WireLimits.bundleTableMax))
            var end: UInt64 = 0
            for _ in 0..<items / 2 {
                let gap = try reader.unsigned(limit: 1 << 61)
                let length = try reader.count(limit: WireLimits.killsMax)
                guard gap >= 1, length >= 1, end < 1 << 62 else { throw .limit }
                guard result.count + length <= WireLimits.killsMax else { throw .limit }
                for index in 0..<UInt64(length) {
                    result.append(Dot(replica: replica, counter: end + gap + index))
                }
                end += gap + UInt64(length) - 1
            }
        }
        return result
    }
}
