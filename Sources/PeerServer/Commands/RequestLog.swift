import CivilTime
import CommandLine
import HTTPMessage
import JSON

/// Writes a line a request: no query, no field and no body, where secrets are.
struct RequestLog: Sendable {
    let form: ServeOptions.LogForm
    let write: @Sendable (String) -> Void

    private static let pathBytesMax = 200

    func note(_ request: HTTPRequest, _ response: HTTPResponse, microseconds: UInt64, now: UInt64) {
        let time = UTCTime.text(Int64(clamping: now), .milliseconds)
        let path = String(decoding: request.path.utf8.prefix(Self.pathBytesMax), as: UTF8.self)
        switch form {
        case .text:
            let took = "\(microseconds / 1_000).\(microseconds / 100 % 10)"
            let bytes = "\(request.body.count)B \(response.body.count)B"
            write(
                "\(time) \(request.method.rawValue) \(TerminalSafe.line(path)) "
                    + "\(response.status) \(took)ms \(bytes)\n")
        case .json:
            var writer = JSONWriter()
            writer.object { line in
                line.member("time", time)
                line.member("method", request.method.rawValue)
                line.member("path", path)
                line.member("status", response.status)
                line.member("ms", Double(microseconds) / 1_000)
                line.member("bytesIn", request.body.count)
                line.member("bytesOut", response.body.count)
            }
            write(writer.text + "\n")
        }
    }

    func fault(_ text: String, now: UInt64) {
        let time = UTCTime.text(Int64(clamping: now), .milliseconds)
        switch form {
        case .text: write("\(time) error: \(TerminalSafe.line(text))\n")
        case .json:
            var writer = JSONWriter()
            writer.object { line in
                line.member("time", time)
                line.member("error", text)
            }
            write(writer.text + "\n")
        }
    }
}
