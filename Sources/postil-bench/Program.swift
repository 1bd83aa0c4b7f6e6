import Glibc

/// The half of `tools/bench` that is ours: it makes data, measures in process, and puts load on a
/// server.
/// Each finding is a line: a name, a tab, a number.
@main
struct Program {
    static let jobs: [(name: String, run: @Sendable (Options) throws -> Void)] = [
        ("data", DataFile.run),
        ("article", OfflineStore.writeArticle),
        ("fill", OfflineStore.fill),
        ("time", ProcessTiming.run),
        ("merge", MergeJob.run),
        ("snapshot", SnapshotJob.run),
        ("trace", TraceJob.run),
        ("approximate", ApproximateJob.run),
        ("find", FindJob.run),
        ("load", LoadJob.run),
        ("device", LoadJob.makeDeviceCode),
    ]

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        guard let name = words.first, let job = jobs.first(where: { $0.name == name }) else {
            let names = jobs.map(\.name).joined(separator: "|")
            File.say("usage: postil-bench \(names) [--name value]... [-- words]\n", to: 2)
            exit(2)
        }
        do {
            try job.run(Options(Array(words.dropFirst())))
        } catch {
            File.say("postil-bench \(name): \(error)\n", to: 2)
            exit(1)
        }
    }
}
