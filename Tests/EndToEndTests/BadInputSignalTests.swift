import Foundation
import Glibc
import Testing

/// Ctrl-C and `SIGTERM` at any moment: the code is 130, the store whole, and no half file is left.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct BadInputSignalTests {
    private static let signals = [SIGINT, SIGTERM]

    /// A command that runs while something is done to it.
    private struct Running {
        let process = Process()
        let errors: String

        /// - Parameter input: a pipe that it reads, or nothing.
        init(_ prompt: Prompt, _ words: [String], input: Pipe? = nil) throws {
            errors = prompt.machine.folder.path("errors")
            try Data().write(to: URL(fileURLWithPath: errors))
            process.executableURL = URL(fileURLWithPath: try #require(Programs.client))
            process.arguments = ["--store", prompt.machine.store] + words
            process.currentDirectoryURL = URL(fileURLWithPath: prompt.machine.folder.root)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle(forWritingAtPath: errors)
            process.standardInput = input ?? FileHandle.nullDevice
            try process.run()
        }

        /// Waits until something is so, as long as it runs; whether it is.
        func wait(until isSo: () -> Bool) -> Bool {
            while process.isRunning {
                if isSo() { return true }
                usleep(100)
            }
            return false
        }

        /// Stops it; how it ended, and what it said.
        func stop(_ signal: Int32) throws -> (status: Int32, err: String) {
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            let status = process.terminationReason == .exit ? process.terminationStatus : -1
            return (status, try String(contentsOfFile: errors, encoding: .utf8))
        }
    }

    private func size(_ path: String) -> Int {
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : 0
    }

    @Test(arguments: signals)
    func `what waits for its input is stopped and has changed nothing`(signal: Int32) throws {
        let prompt = try Prompt()
        for words in [["add", "-"], ["import", "-"], ["note", "@@", "-m", "-"]] {
            for flags in [[], ["--json"]] {
                let input = Pipe()
                let running = try Running(prompt, words + flags, input: input)
                input.fileHandleForWriting.write(Data("the beginning of a text".utf8))
                // Nothing is left in the pipe once it was read.
                var count: Int32 = 0
                let end = input.fileHandleForWriting.fileDescriptor
                _ = running.wait { ioctl(end, UInt(FIONREAD), &count) == 0 && count == 0 }
                let told = try running.stop(signal)
                #expect(told.status == 130, "\(words)")
                if flags.isEmpty {
                    #expect(told.err.isEmpty)
                } else {
                    let problem = try Problem(told.err)
                    #expect(problem.exit == 130 && problem.code == "interrupted")
                    for command in problem.commands { _ = try prompt.ask(command) }
                }
            }
        }
        #expect(try prompt.machine.items("list").count == 1)
        #expect(try prompt.machine.items("docs").count == 1)
        _ = try prompt.ask("postil doctor; postil note @@ -m next")
    }

    @Test(arguments: signals)
    func `what waits for the store is stopped, and the same goes on afterwards`(
        signal: Int32
    ) throws {
        let prompt = try Prompt()
        let lock = open(prompt.machine.store + "/store.lock", O_RDWR | O_CLOEXEC)
        try #require(flock(lock, LOCK_EX) == 0)
        let words = ["add", "quay.txt", "--title", "again", "--url", "https://example.org/"]
        let running = try Running(prompt, words)
        // It waits once it has opened what lies beside the database.
        let open = "/proc/\(running.process.processIdentifier)/fd"
        let opened = { (try? FileManager.default.contentsOfDirectory(atPath: open))?.count ?? 0 }
        #expect(running.wait { opened() > 5 })
        #expect(try running.stop(signal).status == 130)
        close(lock)
        #expect(try prompt.machine.items("docs").count == 1)
        _ = try prompt.ask("postil doctor; postil " + words.joined(separator: " "))
        #expect(try prompt.machine.items("docs").count == 2)
    }

    @Test(arguments: signals)
    func `what is imported and stopped half-way is there whole or not, and comes again`(
        signal: Int32
    ) throws {
        let prompt = try Prompt()
        let rows = (0..<2_000).map { "Many,quote \($0),note \($0)\n" }
        _ = try prompt.machine.file("many.csv", "title,quote,note\n" + rows.joined())
        let log = prompt.machine.store + "/store.db-wal"
        // Each is stopped somewhat later: in the reading, in the writing, at the end.
        for octets in [1, 200_000, 1_000_000, 2_000_000] {
            let before = size(log)
            let running = try Running(prompt, ["import", "many.csv"])
            _ = running.wait { size(log) >= before + octets }
            let status = try running.stop(signal).status
            #expect(status == 130 || status == 0)
            let count = try prompt.machine.items("list").count
            #expect(count == 1 || count == 2_001)
            _ = try prompt.ask("postil doctor")
        }
        _ = try prompt.ask("postil import many.csv; postil doctor")
        #expect(try prompt.machine.items("list").count == 2_001)
    }

    @Test(arguments: signals)
    func `a sync that is stopped while the server is silent goes on where it was`(
        signal: Int32
    ) throws {
        let server = try LiveServer()
        let relay = try Relay(to: server)
        defer { relay.close() }
        let prompt = try Prompt()
        _ = try prompt.ask("postil login \(relay.url) --invite \(server.invite()) --user ada")
        for flags in [[], ["--json"]] {
            _ = try prompt.ask("postil note @@ -m waits")
            relay.set(.hold)
            let running = try Running(prompt, ["sync"] + flags)
            relay.waitUntilHeld()
            let told = try running.stop(signal)
            #expect(told.status == 130)
            #expect(try told.err.isEmpty == flags.isEmpty || Problem(told.err).exit == 130)
            relay.set(.pass)
            #expect(try prompt.machine.ask("sync")["sent"] as? Int == 1)
        }
        _ = try prompt.ask("postil doctor")
    }

    @Test func `an export that is stopped leaves the old file whole and no half one`() throws {
        let prompt = try Prompt()
        let text = String(repeating: "words and more words ", count: 150)
        let rows = (0..<4_000).map { "Many,quote \($0),\(text)\n" }
        _ = try prompt.machine.file("many.csv", "title,quote,note\n" + rows.joined())
        _ = try prompt.ask("postil import many.csv -q; mkdir out; echo old > out/notes")
        let folder = prompt.machine.folder.path("out")
        let names = { try FileManager.default.contentsOfDirectory(atPath: folder) }
        var hits = 0
        for number in 0..<40 where hits < 4 {
            let running = try Running(prompt, ["export", "-o", "out/notes", "--force"])
            let half = "\(folder)/notes.part-\(running.process.processIdentifier)"
            let isHalf = running.wait { access(half, F_OK) == 0 }
            let status = try running.stop(Self.signals[number % 2]).status
            #expect(status == 130 || status == 0)
            #expect(try names() == ["notes"])
            if isHalf, status == 130 { hits += 1 }
            let lines = try prompt.ask("wc -l < out/notes").trimmingCharacters(in: .whitespaces)
            #expect(["1\n", "4004\n"].contains(lines), "\(lines)")
        }
        #expect(hits > 0)
        _ = try prompt.ask("postil export -o out/notes --force; postil doctor")
        #expect(try names() == ["notes"])
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
            "script is not here"))
    func `Ctrl-C in the pager is the pager's, and SIGTERM ends the reading`() throws {
        var prompt = try Prompt()
        prompt.environment["LINES"] = "2"
        for (signal, status) in [("INT", 0), ("TERM", 130)] as [(String, Int32)] {
            prompt.environment["POSTIL_PAGER"] = "kill -\(signal) $PPID; cat"
            let line = "script -qec 'postil read @@' /dev/null < /dev/null"
            let told = try prompt.type(line)
            #expect(told.status == status, "\(told.out)")
            _ = try prompt.ask("postil read @@; postil doctor")
        }
    }
}
