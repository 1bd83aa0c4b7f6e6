import Foundation
import Glibc
import Testing

/// The built programs, which these tests drive as people do.
enum Programs {
    static let client = path("postil")
    static let server = path("postil-server")
    /// Whether there is anything to drive.
    static let areBuilt = client != nil && server != nil
    /// What a skipped suite says.
    static let missing: Comment =
        "the programs are not built: swift build --product postil, then postil-server"

    /// Beside the bundle of these tests first, so that what was just built is what is tested.
    private static func path(_ name: String) -> String? {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let folders = [
            beside, root.appendingPathComponent(".build/debug"),
            root.appendingPathComponent(".build/release"),
        ]
        return folders.map { $0.appendingPathComponent(name).path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// What a program said and how it ended.
struct Outcome {
    let status: Int32
    let out: String
    let err: String

    /// Standard output as JSON.
    func json() throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(out.utf8))
        return try #require(value as? [String: Any])
    }
}

/// Runs one program to its end.
func run(
    _ path: String?, _ arguments: [String], input: String = "", environment: [String: String] = [:]
) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = arguments
    var variables = ["HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    variables.merge(environment) { $1 }
    process.environment = variables
    // Files, not pipes: whatever a program writes, nobody has to read it meanwhile.
    let folder = try TemporaryFolder()
    let (outPath, errPath, inPath) = (folder.path("out"), folder.path("err"), folder.path("in"))
    for (path, text) in [(outPath, ""), (errPath, ""), (inPath, input)] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    process.standardOutput = FileHandle(forWritingAtPath: outPath)
    process.standardError = FileHandle(forWritingAtPath: errPath)
    process.standardInput = FileHandle(forReadingAtPath: inPath)
    try process.run()
    process.waitUntilExit()
    return Outcome(
        status: process.terminationReason == .exit ? process.terminationStatus : -1,
        out: try String(contentsOfFile: outPath, encoding: .utf8),
        err: try String(contentsOfFile: errPath, encoding: .utf8))
}

/// A folder that goes when its last user does.
final class TemporaryFolder {
    let root: String

    init() throws {
        var template = Array("/tmp/postil-end-to-end-XXXXXX".utf8CString)
        root = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { root + "/" + name }
}
