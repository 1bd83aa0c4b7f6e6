import Foundation
import Glibc
import Testing

/// Two network namespaces with one wire between them, the server on the one side and machines on
/// the other; only where this process may make them.
///
/// Whatever was made goes with the last user, and what an earlier run left when it was killed goes
/// before the next is made.
final class Islands {
    static let isPossible: Bool = (try? Islands(withServer: false)) != nil
    static let notPossible: Comment =
        "this process may not make network namespaces (tools/setup --tests; root)"
    static let canLosePackets = tool("nft") != nil
    static let noFilter: Comment = "nft is not installed: tools/setup --tests"

    struct NotPossible: Error, CustomStringConvertible { let description: String }

    let folder: TemporaryFolder
    let url: String
    private let north: String
    private let south: String
    private var server: Process?

    private static let prefix = "postil-test-"
    private static let address = "10.99.7"

    init(withServer: Bool = true) throws {
        folder = try TemporaryFolder()
        Self.sweep()
        let name = Self.prefix + "\(getpid())-\(UInt32.random(in: 0..<100_000))"
        (north, south) = (name + "-n", name + "-s")
        url = "http://\(Self.address).1:8080"
        do {
            try build()
            if withServer { try start() }
        } catch {
            remove()
            throw error
        }
    }

    deinit { remove() }

    private func build() throws {
        for place in [north, south] {
            try ip("netns", "add", place)
            try ip("-n", place, "link", "set", "lo", "up")
        }
        try ip(
            "-n", north, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns",
            south)
        for (place, end) in [(north, "1"), (south, "2")] {
            try ip("-n", place, "address", "add", "\(Self.address).\(end)/24", "dev", "wire")
            try ip("-n", place, "link", "set", "wire", "up")
        }
    }

    private func remove() {
        server?.terminate()
        server?.waitUntilExit()
        for place in [north, south] { _ = try? Self.command("ip", ["netns", "del", place]) }
    }

    /// Removes what runs that are over left behind.
    private static func sweep() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/run/netns")) ?? []
        for name in names where name.hasPrefix(prefix) {
            let number = name.dropFirst(prefix.count).prefix { $0 != "-" }
            guard let process = Int32(number), kill(process, 0) != 0 else { continue }
            _ = try? command("ip", ["netns", "del", name])
        }
    }

    // MARK: The programs

    private func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.tool("ip")))
        process.arguments = [
            "netns", "exec", north, try #require(Programs.server), "serve", "--data",
            folder.path("data"), "--listen", "\(Self.address).1:8080",
        ]
        let out = Pipe()
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        server = process
        var said = ""
        while !said.contains("listening on") {
            let part = out.fileHandleForReading.availableData
            guard !part.isEmpty else { throw NotPossible(description: "no server: \(said)") }
            said += String(decoding: part, as: UTF8.self)
        }
    }

    /// A code for a new account.
    func invite() throws -> String {
        let made = try run(
            Programs.server, ["admin", "invite", "--data", folder.path("data"), "--json"])
        return try #require(try made.json()["code"] as? String)
    }

    /// Runs a command of a machine that stands on the other side.
    func postil(_ machine: Machine, _ arguments: String...) throws -> Outcome {
        try run(Self.tool("ip"), try command(machine, arguments))
    }

    /// Starts one and does not wait for its end.
    func start(_ machine: Machine, _ arguments: String...) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.tool("ip")))
        process.arguments = try command(machine, arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func command(_ machine: Machine, _ arguments: [String]) throws -> [String] {
        let client = try #require(Programs.client)
        return ["netns", "exec", south, client, "--store", machine.store] + arguments
    }

    // MARK: The wire

    func setWire(up isUp: Bool) throws {
        try ip("-n", north, "link", "set", "wire", isUp ? "up" : "down")
    }

    /// Loses so many packets of a hundred, on the way to either side.
    func lose(_ percent: Int) throws {
        let rules =
            "add table inet loss; add chain inet loss in { type filter hook input priority 0; }; "
            + "add rule inet loss in numgen random mod 100 < \(percent) drop"
        for place in [north, south] {
            try Self.command("ip", ["netns", "exec", place, Self.tool("nft") ?? "nft", rules])
        }
    }

    /// Lets so much through in a second, in both directions, such as `400kbit`.
    func limit(to rate: String) throws {
        for place in [north, south] {
            try Self.command(
                "tc",
                [
                    "-n", place, "qdisc", "add", "dev", "wire", "root", "tbf", "rate", rate,
                    "burst", "3200", "latency", "400ms",
                ])
        }
    }

    /// The octets that have come to the machines' side.
    func octetsCome() throws -> Int {
        let text = try Self.command(
            "ip",
            ["netns", "exec", south, "cat", "/sys/class/net/wire/statistics/rx_bytes"])
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    private func ip(_ arguments: String...) throws { try Self.command("ip", arguments) }

    @discardableResult
    private static func command(_ name: String, _ arguments: [String]) throws -> String {
        guard let path = tool(name) else { throw NotPossible(description: "no \(name)") }
        let done = try run(path, arguments)
        guard done.status == 0 else { throw NotPossible(description: done.err) }
        return done.out
    }

    private static func tool(_ name: String) -> String? {
        ["/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
