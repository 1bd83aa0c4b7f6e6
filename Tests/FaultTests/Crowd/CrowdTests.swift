import CommandLine
import Glibc
import JSON
import Testing

extension Faults {
    /// Several programs at one store, one of them standing still while it holds the lock.
    @Suite(.serialized) struct CrowdTests {
        /// How the one that stands still goes on.
        enum Ending: CaseIterable, Sendable {
            case continued
            case killed
        }

        @Test
        func `who waits for one that stands still is told who, and nothing is lost or doubled`()
            async throws
        {
            try await inTwoLanes(Ending.allCases) { try Self.waitForOne($0) }
        }

        private static func waitForOne(_ ending: Ending) throws {
            let folder = try Folder()
            let desk = Desk(store: folder.path("store"))
            try desk.ask("add", folder.file("quay.txt", "Sallow Quay\n\nThe eelgrass came back.\n"))
            // It stops as it is about to commit: its lock is taken, its pages are half written.
            let still = try Launched(
                [
                    Tools.strace, "-f", "-qq", "-o", folder.path("trace"), "-e",
                    "trace=fdatasync", "-e", "inject=fdatasync:signal=STOP:when=1",
                ] + Self.mark(desk, "still"), in: folder, as: "still")
            let number = try Self.stopped(still, log: folder.path("trace"))
            let waiting = try (0..<4).map {
                try Launched(Self.mark(desk, "waiting \($0)"), in: folder, as: "waiting-\($0)")
            }
            for program in waiting {
                let ended = try program.end()
                #expect(ended.status == 9)
                #expect(ended.err.contains("postil (process \(number)) is writing to it"))
                #expect(ended.err.contains("try again when it is done"))
            }
            // Reading waits for nobody.
            #expect(try desk.json("list").array("items").isEmpty)
            kill(number, ending == .killed ? SIGKILL : SIGCONT)
            let ended = try still.end()
            #expect(ended.status == (ending == .killed ? -SIGKILL : 0), "\(ended.err)")
            let again = (0..<4).map { "again \($0)" }
            for text in again { try desk.ask("mark", "@@", "eelgrass", "-m", text) }
            let notes = try Self.notes(desk)
            #expect(notes == again + (ending == .continued || notes.count == 5 ? ["still"] : []))
            let problems = try desk.check()
            #expect(problems.isEmpty, "\(problems)")
        }

        @Test func `six writers at once each write once, under counters that do not meet`() throws {
            let folder = try Folder()
            let desk = Desk(store: folder.path("store"))
            try desk.ask("add", folder.file("quay.txt", "Sallow Quay\n\nThe eelgrass came back.\n"))
            var expected: [String] = []
            for round in 0..<4 {
                let texts = (0..<6).map { "round \(round) writer \($0)" }
                let writers = try texts.enumerated().map { index, text in
                    try Launched(Self.mark(desk, text), in: folder, as: "writer-\(index)")
                }
                for writer in writers {
                    let ended = try writer.end()
                    #expect(ended.status == 0, "\(ended.err)")
                }
                expected += texts
            }
            #expect(try Self.notes(desk) == expected.sorted())
            // Each op has a dot of its own, and the counters have no gap.
            let dots = try desk.ask("export", "--history").split(separator: "\n").flatMap { line in
                try JSONReader.parse(Array(line.utf8)).array("history").map { try $0.string("dot") }
            }
            let counters = dots.compactMap { $0.split(separator: ":").last.flatMap { Int($0) } }
            #expect(counters.sorted() == Array(1...25))
            #expect(Set(dots.map { $0.split(separator: ":")[0] }).count == 1)
            let problems = try desk.check()
            #expect(problems.isEmpty, "\(problems)")
        }

        private static func mark(_ desk: Desk, _ text: String) -> [String] {
            [Tools.client, "--store", desk.store, "mark", "@@", "eelgrass", "-m", text]
        }

        private static func notes(_ desk: Desk) throws -> [String] {
            try desk.json("list").array("items").compactMap { $0["body"]?["value"]?.string }
                .sorted()
        }

        /// Waits until the traced program stands still; its number.
        private static func stopped(_ tracer: Launched, log: String) throws -> pid_t {
            for _ in 0..<10_000 {
                if Files.text(log).contains("stopped by SIGSTOP"), let number = tracer.child {
                    return number
                }
                usleep(1_000)
            }
            throw Launched.Hangs(words: ["the program that is to stand still"])
        }
    }
}
