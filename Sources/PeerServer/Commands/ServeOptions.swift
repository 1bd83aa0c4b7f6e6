import CommandLine
import HTTPServer
import JSON
import WireFormat

/// The settings of `serve`.
struct ServeOptions: Equatable, Sendable {
    enum LogForm: String, Sendable { case text, json }

    let data: String
    let listen: ListenAddress
    /// What people type to reach the server; nil: where it listens.
    let url: String?
    let bodyBytesMax: Int
    let log: LogForm

    private static let bodyBytes = 1_024...(1 << 30)

    init(_ program: ServerProgram, _ command: ParsedCommand) throws {
        data = program.dataFolder(command)
        listen = try ListenAddress(program.setting("listen", command) ?? "127.0.0.1:8080")
        url = program.setting("url", command)
        let bytes = program.setting("max-body", command) ?? "\(WireLimits.messageOctetsMax)"
        guard let count = Int(bytes), Self.bodyBytes.contains(count) else {
            throw CommandFailure(
                .usage,
                "--max-body must be a number of bytes from 1024 to 1073741824, not “\(bytes)”")
        }
        bodyBytesMax = count
        let form = program.setting("log", command) ?? "text"
        guard let log = LogForm(rawValue: form) else {
            throw CommandFailure(.usage, "--log must be text or json, not “\(form)”")
        }
        self.log = log
    }

    /// The settings for a person, or as JSON.
    func text(isJSON: Bool) -> String {
        let pairs = [
            ("data", data), ("listen", "\(listen)"), ("url", url ?? ""),
            ("max-body", "\(bodyBytesMax)"), ("log", log.rawValue),
        ]
        guard isJSON else {
            return pairs.map { "\($0.0) = \(TerminalSafe.line($0.1))\n" }.joined()
        }
        var writer = JSONWriter()
        writer.object { object in
            object.member("v", 1)
            for (name, value) in pairs { object.member(name, value) }
        }
        return writer.text + "\n"
    }

    /// Whether others than this machine can connect.
    var isOpenToOthers: Bool {
        let host = "\(listen)"
        return !host.utf8.starts(with: "127.".utf8) && !host.utf8.starts(with: "[::1]".utf8)
    }
}
