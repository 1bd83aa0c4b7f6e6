import Foundation
import Testing

/// The same file of another program on two machines of one person.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct ImportStoriesTests {
    /// An export of somebody else's store: an article, two notes on it, and an answer.
    private func file(_ comment: String = "one") throws -> String {
        let other = try Machine()
        try other.ask(
            "add", other.file("a.txt", "Sallow Quay\n\nNobody asked the eelgrass."),
            "--url", "https://example.org/quay")
        let note = try other.ask("mark", "@@", "the eelgrass", "-m", comment, "-t", "plants")
        try other.ask("reply", note["id"] as? String ?? "", "-m", "two")
        try other.ask("note", "@@", "-m", "three")
        return try other.export("personal")
    }

    @Test func `with --jsonl how far it is comes in lines, and last how it ended`() throws {
        let machine = try Machine()
        let rows = (0..<12_000).map { "Log,passage \($0),note \($0)\n" }.joined()
        let file = try machine.file("notes.csv", "title,quote,note\n" + rows)
        let told = try machine.postil("import", file, "--jsonl")
        #expect(told.status == 0 && told.err.isEmpty)
        let lines = try told.out.split(separator: "\n").map {
            try #require(
                JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let last = try #require(lines.last)
        #expect(last["type"] as? String == "done" && last["code"] as? Int == 0)
        #expect((last["files"] as? [Any])?.count == 1)
        // On a slow machine there is more to tell, on a very fast one nothing.
        for line in lines.dropLast() {
            #expect(line["type"] as? String == "progress" && line["v"] as? Int == 1)
            #expect((line["records"] as? Int ?? 0) % 1_000 == 0)
        }
        let failed = try machine.postil("import", machine.file("x.bin", "what"), "--jsonl")
        #expect(failed.status == 1 && failed.out.isEmpty)
    }

    @Test func `a file imported on two machines, before the log-in and after, is there once`()
        throws
    {
        let server = try LiveServer()
        let (laptop, desktop) = (try Machine(), try Machine())
        let export = try file()
        // One before its first log-in, the other before it has heard of the first.
        try laptop.postil("import", "-", input: export)
        try laptop.login(server, as: "ada")
        let code = try #require(try laptop.ask("device", "add")["code"] as? String)
        try laptop.ask("sync")
        try desktop.ask("login", server.url, "--invite", code)
        try desktop.postil("import", "-", input: export)
        for machine in [desktop, laptop, desktop] { try machine.ask("sync") }

        #expect(try laptop.export("personal") == desktop.export("personal"))
        #expect(try laptop.items("docs").count == 1)
        let notes = try laptop.items("list")
        #expect(notes.count == 3)
        #expect(try laptop.ask("status")["refused"] as? Int ?? 0 == 0)
        // And once more on both.
        for machine in [desktop, laptop] {
            let again = try machine.ask("import", "-", input: export)
            let report = try #require((again["files"] as? [[String: Any]])?.first)
            #expect(report["known"] as? Int == 3 && report["highlights"] as? Int == 0)
        }
    }

    @Test func `two members with one file in a shared set each have their notes`() throws {
        let server = try LiveServer()
        let (ada, ben) = (try Machine(), try Machine())
        let export = try file()
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        let code = try #require(
            try ada.ask("set", "invite", "press", "--role", "editor")["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
        try ada.postil("import", "-", "--set", "press", input: export)
        try ben.postil("import", "-", "--set", "press", input: export)
        for machine in [ada, ben, ada] { try machine.ask("sync") }
        #expect(try ada.export("press") == ben.export("press"))
        #expect(try ada.items("list").count == 6)
        #expect(try ada.items("docs").count == 1)
        #expect(try ben.ask("status")["unsynced"] as? Int == 0)
    }

    @Test func `an article of quotes only is synced, and its text when it comes`() throws {
        let server = try LiveServer()
        let (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.postil("import", "-", "--set", "press", input: try file())
        let code = try #require(
            try ada.ask("set", "invite", "press", "--role", "editor")["code"] as? String)
        try ada.ask("sync")
        try ben.ask("set", "join", code)
        try ben.ask("sync")
        #expect(try ben.postil("read", "Sallow").out.contains("the eelgrass"))
        let text = try ben.file("b.txt", "Sallow Quay\n\nNobody asked the eelgrass.")
        try ben.ask("add", text, "--for", "Sallow")
        for machine in [ben, ada] { try machine.ask("sync") }
        #expect(try ada.postil("read", "Sallow").out.contains("[[the eelgrass]]"))
        #expect(try ada.export("press") == ben.export("press"))
    }
}
