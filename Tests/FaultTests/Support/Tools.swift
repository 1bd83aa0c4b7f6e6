import Foundation
import Testing

/// What the suites run: the two programs, and `strace`, which breaks their system calls.
enum Tools {
    static let client = built("postil")
    static let server = built("postil-server")
    static let strace = "/usr/bin/strace"

    /// Whether there is something to break, and something to break it with.
    static let areThere: Bool = {
        guard client != "", server != "", FileManager.default.isExecutableFile(atPath: strace),
            let folder = try? Folder()
        else { return false }
        // A container may have strace and forbid it.
        let tried = try? Launched(
            [strace, "-f", "-qq", "-o", "/dev/null", "/bin/true"], in: folder, as: "try")
        return (try? tried?.end().status) == 0
    }()

    /// What a skipped suite says.
    static let missing: Comment =
        "needs built programs (tools/build) and a strace that may trace (tools/setup --tests)"

    /// The folder of the package.
    static let root: String = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.path
    }()

    /// Beside the bundle of these tests first, so that what was just built is what is tested.
    private static func built(_ name: String) -> String {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let build = URL(fileURLWithPath: root).appendingPathComponent(".build")
        let folders = [
            beside, build.appendingPathComponent("release"), build.appendingPathComponent("debug"),
        ]
        return folders.map { $0.appendingPathComponent(name).path }
            .first { FileManager.default.isExecutableFile(atPath: $0) } ?? ""
    }

    /// A number from the environment: the long form of a suite.
    static func number(_ name: String, usually usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    /// A line in the output of the tests.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("faults: \(line)\n".utf8))
    }
}
