import Foundation
import Testing

/// Runs `tools/setup` on a PATH that holds stand-ins for every program it may change anything with.
@Suite("tools/setup installs what is missing or says how")
struct SetupTests {
    private struct Outcome {
        var status: Int32
        var output: String
        /// The calls of apt-get, one a line.
        var calls: String
    }

    private static let swift = "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'"
    private static let complete = "printf 'install ok installed'"
    /// `libzstd-dev` is not there, `libcmark-dev` was removed and left its settings.
    private static let incomplete = """
        case "$*" in
        *libzstd-dev) exit 1 ;;
        *libcmark-dev) printf 'deinstall ok config-files' ;;
        *) printf 'install ok installed' ;;
        esac
        """

    /// Makes a program `x` of every file `x.text`, in a process of its own: a program that this
    /// one had open for writing while another test forked is busy to whoever starts it next.
    private func makeRunnable(in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "cd \"$1\" && for t in *.text; do cp $t ${t%.text} && chmod 755 ${t%.text}; done",
            "sh", folder.path,
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    /// Runs the script with stand-ins by name; apt-get also writes down how it was called.
    private func run(_ stands: [String: String], _ arguments: String...) throws -> Outcome {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("setup-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: folder) }
        for tool in ["bash", "env", "sed", "sort", "head"] {
            let place = ["/bin/", "/usr/bin/"].map { $0 + tool }.first(where: files.fileExists)
            try files.createSymbolicLink(
                atPath: folder.path + "/" + tool, withDestinationPath: try #require(place))
        }
        for (name, body) in stands {
            let note = name == "apt-get" ? "echo \"$*\" >>'\(folder.path)/calls'\n" : ""
            let stand = folder.appendingPathComponent(name)
            try ("#!\(folder.path)/bash\n" + note + body + "\n").write(
                to: stand.appendingPathExtension("text"), atomically: true, encoding: .utf8)
        }
        try makeRunnable(in: folder)
        let process = Process()
        let pipe = Pipe()
        process.executableURL = folder.appendingPathComponent("bash")
        process.arguments = [Repository.root.path + "/tools/setup"] + arguments
        process.environment = ["PATH": folder.path]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let calls = try? String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)
        return Outcome(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            calls: calls ?? "")
    }

    @Test("nothing is said or done when nothing is missing", arguments: [[], ["--tests"]])
    func complete(arguments: [String]) throws {
        let stands = ["swift": Self.swift, "dpkg-query": Self.complete, "apt-get": ""]
        let outcome = try arguments.isEmpty ? run(stands) : run(stands, "--tests")
        #expect(outcome.status == 0)
        #expect(outcome.output == "")
        #expect(outcome.calls == "")
    }

    @Test("root installs what is missing, and only that, without fresh lists")
    func root() throws {
        let outcome = try run([
            "swift": Self.swift, "dpkg-query": Self.incomplete, "id": "echo 0", "apt-get": "",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.calls == "install -y --no-install-recommends libzstd-dev libcmark-dev\n")
    }

    @Test("lists are fetched when the present ones do not do")
    func staleLists() throws {
        let outcome = try run([
            "swift": Self.swift, "dpkg-query": Self.incomplete, "id": "echo 0",
            "apt-get": """
            here="${BASH_SOURCE[0]%/*}"
            if [ "$1" = update ]; then echo >"$here/fresh"; exit 0; fi
            [ -e "$here/fresh" ]
            """,
        ])
        let install = "install -y --no-install-recommends libzstd-dev libcmark-dev\n"
        #expect(outcome.status == 0)
        #expect(outcome.calls == install + "update\n" + install)
    }

    @Test("an install that fails is a failure, and the line to run is given")
    func failingInstall() throws {
        let outcome = try run([
            "swift": Self.swift, "dpkg-query": Self.incomplete, "id": "echo 0",
            "apt-get": "[ \"$1\" = update ]",
        ])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("could not install libzstd-dev libcmark-dev"))
    }

    @Test("sudo is used where it asks nothing")
    func sudo() throws {
        let outcome = try run([
            "swift": Self.swift, "dpkg-query": Self.incomplete, "id": "echo 1000", "apt-get": "",
            "sudo": "shift; exec \"$@\"", "true": "",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.calls == "install -y --no-install-recommends libzstd-dev libcmark-dev\n")
    }

    @Test("without root the one line to run is printed", arguments: [nil, "exit 1"])
    func powerless(sudo: String?) throws {
        var stands = [
            "swift": Self.swift, "dpkg-query": Self.incomplete, "id": "echo 1000", "apt-get": "",
        ]
        stands["sudo"] = sudo
        let outcome = try run(stands)
        #expect(outcome.status == 1)
        #expect(outcome.calls == "")
        #expect(
            outcome.output.contains(
                "apt-get update && apt-get install -y --no-install-recommends libzstd-dev "
                    + "libcmark-dev"
            ))
    }

    @Test("packages of the tests are asked for by the tests alone")
    func testPackages() throws {
        let stands = [
            "swift": Self.swift, "id": "echo 1000", "apt-get": "",
            "dpkg-query": "case \"$*\" in *strace) exit 1 ;; *) \(Self.complete) ;; esac",
        ]
        #expect(try run(stands).status == 0)
        let outcome = try run(stands, "--tests")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("needs root: strace"))
    }

    @Test(
        "a compiler that is missing or too old is named, with where to get one",
        arguments: [
            (nil, "not on the PATH"), ("echo 'Swift version 6.1.2'", "Swift 6.1 is too old"),
            ("echo 'Swift version 5.10'", "Swift 5.10 is too old"),
            ("exit 1", "does not say its version"),
        ])
    func compiler(swift: String?, sentence: String) throws {
        var stands = ["dpkg-query": Self.complete, "apt-get": ""]
        stands["swift"] = swift
        let outcome = try run(stands)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains(sentence))
        #expect(outcome.output.contains("swift.org"))
    }

    @Test("a later compiler will do", arguments: ["6.2", "6.10", "7.0.1"])
    func laterCompiler(version: String) throws {
        let outcome = try run([
            "swift": "echo 'Swift version \(version) (x)'", "dpkg-query": Self.complete,
            "apt-get": "",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.output == "")
    }

    @Test("a system without apt is told what to install")
    func otherSystem() throws {
        let outcome = try run(["swift": Self.swift])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("libsqlite3-dev"))
    }

    @Test("an unknown word is a matter of usage")
    func usage() throws {
        #expect(try run(["swift": Self.swift], "--help-me").status == 2)
    }
}
