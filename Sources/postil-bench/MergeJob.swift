import AnnotationModel
import Compression
import Crypto
import Octets
import Replication
import SQLite
import Storage
import SyncEngine
import WireFormat

/// `merge`: a thousand edits of somebody else come into a store of ten thousand annotations, on the
/// disk.
enum MergeJob {
    static func run(_ options: Options) throws {
        let scratch = try options.string("scratch")
        let disk = try options.string("disk")
        let server = try LocalServer(scratch + "/server")
        let writer = try Partner(scratch + "/writer", account: server.makeAccount("writer"))
        let reader = try Partner(disk + "/reader", account: server.makeAccount("reader"))
        let annotations = try options.int("annotations", 10_000)
        let edits = try prepare(annotations, server, writer, reader)
        let request = try reader.request()
        let answer = try server.answer(request, from: reader)
        wire(answer, edits)
        let octets = answer.encoded()
        var runs: [Run] = []
        for number in 0..<(try options.int("runs", 5)) {
            let folder = "\(disk)/reader\(number)"
            try File.makeFolder(folder)
            try reader.store.backup(to: folder + "/store.db")
            let copy = try Partner(folder, account: reader.account, key: reader.key)
            runs.append(try take(octets, request, copy, server.key.publicKey))
        }
        put(runs)
    }

    /// Both have all annotations, and the writer's edits lie on the server.
    private static func prepare(
        _ count: Int, _ server: LocalServer, _ writer: Partner, _ reader: Partner
    ) throws -> Writing {
        var data = DataSet(seed: 1)
        let annotations = data.annotations(count)
        let set = try writer.store.write { try writer.replica($0).found(isPersonal: false) }
        var articles: [ArticleID] = []
        var ids: [EntityID] = []
        for start in stride(from: 0, to: annotations.count, by: 500) {
            (articles, ids) = try writer.write(in: set) { author in
                var writing = Writing(author, articles: articles, ids: ids)
                if articles.isEmpty { try writing.addArticles(DataSet.articles) }
                for annotation in annotations[start..<min(start + 500, annotations.count)] {
                    try writing.write(annotation)
                }
                return (writing.articles, writing.ids)
            }
            try writer.sync(with: server)
        }
        try server.admit(reader, to: set, by: writer)
        try reader.store.write { try reader.replica($0).join(set) }
        try reader.sync(with: server)
        var changes = DataSet(seed: 101)
        let edits = changes.edits(of: annotations)
        let done = try writer.write(in: set) { author in
            var writing = Writing(author, articles: articles, ids: ids)
            for (place, edit) in edits { try writing.apply(place, edit) }
            return writing
        }
        try writer.sync(with: server)
        return done
    }

    private static func wire(_ answer: SyncAnswer, _ edits: Writing) {
        let octets = answer.encoded()
        let ops = answer.parts.reduce(0) { sum, part in
            sum
                + part.log.reduce(0) { sum, entry in
                    if case .record(let record) = entry { sum + record.mask.count } else { sum }
                }
        }
        Measure.put("wire.ops", ops)
        putShares(answer)
        Measure.put("wire.raw", octets.count)
        Measure.put("wire.text", edits.text.count)
        Measure.put("wire.metadata.op", Double(octets.count - edits.text.count) / Double(ops))
        for level in [1, 3, 19] {
            let frame = Zstandard.compress(octets, level: level)?.count ?? octets.count
            Measure.put("wire.zstd\(level)", frame)
        }
        let text = Zstandard.compress(edits.text, level: 3)?.count ?? edits.text.count
        Measure.put("wire.text.zstd3", text)
    }

    /// Where the octets of the ops go: payloads, and the dots that ops name.
    private static func putShares(_ answer: SyncAnswer) {
        var payloads = 0
        var names = 0
        var kills = 0
        for part in answer.parts {
            for case .record(let record) in part.log {
                for entry in record.bundle.entries {
                    payloads += entry.op.payload.count
                    names += entry.op.names.count
                    kills += entry.op.kills.count
                }
            }
        }
        Measure.put("wire.payloads", payloads)
        Measure.put("wire.names", names)
        Measure.put("wire.kills", kills)
    }

    private struct Run {
        var total: Double
        var decoding: Double
        var checking: Double
        var checks: Int
        var steps: Int
        var compilations: Int
        var processor: Double
    }

    private static func take(
        _ octets: [UInt8], _ request: SyncRequest, _ partner: Partner, _ serverKey: Octets32
    ) throws -> Run {
        let checker = TimedChecker()
        let before = partner.store.counts
        let processor = Measure.processorSeconds()
        let (decoding, answer) = try Measure.milliseconds {
            try SyncAnswer.decode(octets, BLAKE2b())
        }
        let (taking, report) = try Measure.milliseconds {
            try partner.store.write {
                try partner.replica($0, checker: checker, serverKey: serverKey)
                    .take(answer, to: request)
            }
        }
        guard report.received > 0, report.stopped.isEmpty else {
            throw BenchError("the edits were not taken in")
        }
        let after = partner.store.counts
        return Run(
            total: decoding + taking, decoding: decoding, checking: checker.milliseconds,
            checks: checker.count, steps: after.steps - before.steps,
            compilations: after.compilations - before.compilations,
            processor: (Measure.processorSeconds() - processor) * 1000)
    }

    private static func put(_ runs: [Run]) {
        Measure.put("merge.ms", Measure.median(runs.map { $0.total - $0.checking }))
        Measure.put("merge.ms.best", runs.map { $0.total - $0.checking }.min() ?? 0)
        Measure.put("merge.decode.ms", Measure.median(runs.map(\.decoding)))
        Measure.put("merge.check.ms", Measure.median(runs.map(\.checking)))
        Measure.put("merge.cpu.ms", Measure.median(runs.map(\.processor)))
        Measure.put("merge.checks", runs.first?.checks ?? 0)
        Measure.put("merge.steps", runs.first?.steps ?? 0)
        Measure.put("merge.compilations", runs.first?.compilations ?? 0)
    }
}

/// Checks signatures, and knows how long that took.
// Sendable: one thread alone uses it; the protocol asks for more than this needs.
private final class TimedChecker: SignatureChecking, @unchecked Sendable {
    private(set) var milliseconds = 0.0
    private(set) var count = 0
    private let checker = Ed25519Checker()

    func isValid(_ signature: [UInt8], of message: [UInt8], by key: Octets32) -> Bool {
        let (time, isValid) = Measure.milliseconds {
            checker.isValid(signature, of: message, by: key)
        }
        milliseconds += time
        count += 1
        return isValid
    }
}
