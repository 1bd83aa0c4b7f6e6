import AnnotationModel
import Compression
import Crypto
import Replication
import Storage
import SyncEngine
import WireFormat

/// `snapshot`: a newcomer reads annotations that came in a bundle each, from a log as it is and
/// from one that was cut.
enum SnapshotJob {
    static func run(_ options: Options) throws {
        let scratch = try options.string("scratch")
        let disk = try options.string("disk")
        let count = try options.int("annotations", 10_000)
        let server = try LocalServer(scratch + "/server")
        let writer = try Partner(scratch + "/writer", account: server.makeAccount("writer"))
        let set = try write(count, writer, server, hasReplies: try options.int("replies", 1) > 0)
        Measure.put("snapshot.annotations", count)
        let whole = try clone("snapshot.log", disk, server, set, writer)
        try server.store.backup(to: scratch + "/backup")
        let backup = try LocalServer(scratch + "/backup").store
        let (cutting, _) = try Measure.milliseconds {
            try server.store.cutLogs(below: backup, keep: 0)
        }
        Measure.put("snapshot.cut.ms", cutting)
        let cut = try clone("snapshot.cut", disk, server, set, writer)
        guard whole.content == cut.content else { throw BenchError("two clones differ") }
        Measure.put("snapshot.octets.annotation", Double(cut.octets) / Double(count))
        Measure.put("snapshot.log.octets.annotation", Double(whole.octets) / Double(count))
    }

    /// Each annotation, with its tags and replies, is sealed by itself, as if it had been synced.
    private static func write(
        _ count: Int, _ writer: Partner, _ server: LocalServer, hasReplies: Bool
    ) throws -> SetID {
        var data = DataSet(seed: 1)
        let set = try writer.store.write { try writer.replica($0).found(isPersonal: false) }
        let articles = try writer.write(in: set) { author in
            var writing = Writing(author)
            try writing.addArticles(DataSet.articles)
            return writing.articles
        }
        for number in 1...count {
            var annotation = data.annotation()
            if !hasReplies { (annotation.tags, annotation.replies) = ([], []) }
            try writer.write(in: set) { author in
                var writing = Writing(author, articles: articles)
                try writing.write(annotation)
            }
            _ = try writer.request()
            if number % 500 == 0 || number == count { try writer.sync(with: server) }
        }
        return set
    }

    private struct Clone {
        let octets: Int
        let content: UInt128
    }

    private static func clone(
        _ name: String, _ disk: String, _ server: LocalServer, _ set: SetID, _ owner: Partner
    ) throws -> Clone {
        let person = String(name.map { $0 == "." ? "-" : $0 })
        let reader = try Partner("\(disk)/\(name)", account: server.makeAccount(person))
        try server.admit(reader, to: set, by: owner)
        try reader.store.write { try reader.replica($0).join(set) }
        var octets = 0
        var rounds = 0
        var serving = 0.0
        var reading = 0.0
        var isUnfinished = true
        while isUnfinished {
            let request = try reader.request()
            let (answering, answer) = try Measure.milliseconds {
                try server.answer(request, from: reader).encoded()
            }
            octets += Zstandard.compress(answer)?.count ?? answer.count
            rounds += 1
            serving += answering
            let (taking, report) = try Measure.milliseconds {
                let answer = try SyncAnswer.decode(answer, BLAKE2b())
                return try reader.store.write {
                    try reader.replica($0, serverKey: server.key.publicKey)
                        .take(answer, to: request)
                }
            }
            reading += taking
            guard report.stopped.isEmpty else { throw BenchError("the clone was stopped") }
            isUnfinished = report.isUnfinished
        }
        Measure.put("\(name).octets", octets)
        Measure.put("\(name).rounds", rounds)
        Measure.put("\(name).serve.ms", serving)
        Measure.put("\(name).read.ms", reading)
        let content = try reader.store.read { try $0.copy(of: set)?.contentHash ?? 0 }
        return Clone(octets: octets, content: content)
    }
}
