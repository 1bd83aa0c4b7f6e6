import Foundation
import Glibc
import Testing

/// A server in a folder of its own, on a port of this machine.
final class LiveServer {
    let folder: TemporaryFolder
    let disk: SmallDisk?
    private(set) var url = ""
    private var process: Process?

    /// - Parameter diskSize: the size of a disk of its own, as `mount` reads it; nil: it has none.
    init(diskSize: String? = nil) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        disk = try diskSize.map { try SmallDisk(at: folder.path("data"), $0) }
        try start()
    }

    deinit {
        stop(SIGKILL)
    }

    private var port: String { url.split(separator: ":").last.map(String.init) ?? "0" }

    /// Starts it, on the port it had before if there was one.
    func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Programs.server))
        let listen = "127.0.0.1:" + (url.isEmpty ? "0" : port)
        process.arguments = ["serve", "--data", folder.path("data"), "--listen", listen]
        let out = Pipe()
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        url = try #require(Self.address(out.fileHandleForReading))
    }

    /// What stands behind “listening on”, which is the first thing the server says.
    private static func address(_ out: FileHandle) -> String? {
        var text = ""
        while !text.contains("\n") {
            let part = out.availableData
            if part.isEmpty { return nil }
            text += String(decoding: part, as: UTF8.self)
        }
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        guard line.hasPrefix("listening on ") else { return nil }
        return String(line.dropFirst("listening on ".count))
    }

    /// Ends it, by `SIGTERM` or by `SIGKILL`, and waits until it is gone.
    func stop(_ signal: Int32 = SIGTERM) {
        guard let process else { return }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        self.process = nil
    }

    /// What ends it at once, from any thread.
    func killer() -> @Sendable () -> Void {
        let number = process?.processIdentifier
        return { if let number { kill(number, SIGKILL) } }
    }

    /// A code for a new account.
    func invite() throws -> String {
        let made = try run(
            Programs.server, ["admin", "invite", "--data", folder.path("data"), "--json"])
        return try #require(try made.json()["code"] as? String)
    }
}
