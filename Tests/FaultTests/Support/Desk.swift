import ClientCommands
import CommandLine
import Crypto
import Glibc
import JSON
import Storage
import Testing

/// A store, and the commands of `postil` in this process: what looks at a store after a fault, and
/// what has no fault itself.
struct Desk {
    struct Answer {
        let status: Int32
        let out: String
        let err: String
    }

    let store: String

    /// Runs one command.
    func run(_ words: [String]) -> Answer {
        var (out, err) = ("", "")
        let console = Console(
            out: { out += $0 }, err: { err += $0 }, input: { [] }, edit: { _ in nil },
            draft: { nil }, discardDraft: {}, isInputTerminal: false, isOutputTerminal: false,
            isErrorTerminal: false, columns: 80, environment: ["POSTIL_STORE": store],
            now: Self.now)
        let status = ClientProgram.run(arguments: words, console: console)
        return Answer(status: status, out: out, err: err)
    }

    /// Runs a command that has to succeed; what it said.
    @discardableResult
    func ask(_ words: String..., at place: SourceLocation = #_sourceLocation) throws -> String {
        let answer = run(words)
        try #require(answer.status == 0, "\(words): \(answer.err)", sourceLocation: place)
        return answer.out
    }

    /// Runs a command that has to succeed with `--json`; what it said.
    func json(_ words: String..., at place: SourceLocation = #_sourceLocation) throws -> JSONValue {
        let answer = run(words + ["--json"])
        try #require(answer.status == 0, "\(words): \(answer.err)", sourceLocation: place)
        let limits = JSONLimits(depthMax: 32, bytesMax: 64 << 20)
        return try JSONReader.parse(Array(answer.out.utf8), limits: limits)
    }

    /// How many changes wait to be sent.
    func unsynced() throws -> Int { Int(try json("status").int("unsynced")) }

    /// What the store's own check finds.
    func check() throws -> [String] { try opened().check(deep: true) }

    func opened() throws -> ClientStore {
        try ClientStore.open(store, hashing: BLAKE2b(), programName: "a test")
    }

    /// Makes the store look for its server where it is now.
    func move(to url: String) throws {
        try opened().write { try $0.putSetting(.serverURL, Array(url.utf8)) }
    }

    /// What a person sees in the store, without names and times, in an order of its own.
    func content() throws -> [String] {
        var lines: [String] = []
        for line in try ask("export").split(separator: "\n") {
            let value = try JSONReader.parse(Array(line.utf8))
            var words: [String] = []
            for name in ["type", "name", "title", "body", "color", "status", "url"] {
                words.append(value[name]?.string ?? "-")
            }
            words.append(value["deleted"]?.bool.map { "\($0)" } ?? "-")
            words += (value["tags"]?.array ?? []).compactMap(\.string)
            words.append(value["target"]?["exact"]?.string ?? "-")
            lines.append(words.joined(separator: "|"))
        }
        return lines.sorted()
    }

    /// Milliseconds since 1970, by the clock that the programs have.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
