import CommandLine
import Glibc
import JSON
import Testing

extension Faults {
    /// Files that may not grow: a quota, or a limit that a shell has set.
    @Suite(.serialized) struct SizeLimitTests {
        private static func limited(_ words: [String]) -> [String] {
            // In blocks of 512 octets: less than the next commit needs.
            ["/bin/sh", "-c", "ulimit -f 300; exec \"$@\"", "limited"] + words
        }

        @Test func `a file that may not grow is told, not died of, and nothing is lost`() throws {
            let folder = try Folder()
            let desk = Desk(store: folder.path("store"))
            try desk.ask("add", folder.file("quay.txt", "Sallow Quay\n\nThe eelgrass came back.\n"))
            var told = 0
            for number in 0..<12 {
                let ended = try Launched(
                    Self.limited([
                        Tools.client, "--store", desk.store, "mark", "@@", "eelgrass", "-m",
                        "note \(number)",
                    ]), in: folder, as: "limited"
                ).end()
                if ended.status == 0 {
                    told += 1
                } else {
                    #expect([1, 9].contains(ended.status), "\(ended.status)")
                    #expect(ended.err.hasPrefix("error: could not "), "\(ended.err)")
                }
            }
            #expect(told < 12)
            #expect(try desk.json("list").array("items").count == told)
            try desk.ask("mark", "@@", "eelgrass")
            let problems = try desk.check()
            #expect(problems.isEmpty, "\(problems)")
        }

        @Test func `a server whose file may not grow refuses, and serves on`() throws {
            let village = try Village(.push)
            let before = try village.first.unsynced()
            let server = try Launched(
                Self.limited([
                    Tools.server, "serve", "--data", village.data, "--listen", "127.0.0.1:0",
                ]), in: village.folder, as: "server")
            try village.move(to: server.line("listening on "))
            let answer = village.first.run(["sync"])
            #expect(answer.status == 5, "\(answer.err)")
            #expect(try village.first.unsynced() == before)
            // What failed has made room: the log that had grown to the limit is begun anew.
            #expect(village.first.run(["sync"]).status == 0)
            #expect(server.isRunning)
            try server.end(by: SIGTERM)
            let served = try Served(village.data)
            try village.heal(
                served.url, expecting: village.first.content(), "after the limit was gone")
        }
    }
}
