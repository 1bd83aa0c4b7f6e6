import Foundation
import Testing

@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct StoriesTests {
    private static let text = """
        Sallow Quay

        For thirty-one years the same vessel went out on the same tides.

        Nobody asked the eelgrass. It came back anyway.
        """

    @Test func `two people who edit one comment apart end with both edits and equal exports`()
        throws
    {
        let server = try LiveServer()
        let (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let note = try ada.ask("mark", "@@", "the same vessel", "-m", "one two three")
        let id = try #require(note["id"] as? String)
        let code = try #require(
            try ada.ask("set", "invite", "press", "--role", "editor")["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
        #expect(try ben.postil("read", "Sallow").out.contains("[[the same vessel]]"))

        try ada.ask("edit", id, "-m", "one TWO three")
        try ben.ask("edit", id, "-m", "one two three four")
        try ben.ask("sync")
        let merged = try ada.ask("sync")
        try ben.ask("sync")

        #expect((merged["merged"] as? [[String: Any]])?.first?["id"] as? String == id)
        let shown = try ben.ask("show", id)
        #expect(("\(shown)").contains("one TWO three four"))
        #expect(try ada.export("press") == ben.export("press"))
        #expect(try ada.ask("status")["unsynced"] as? Int == 0)
    }

    @Test func `who asks for more is told each request, and no secret`() throws {
        let server = try LiveServer()
        let ada = try Machine()
        try ada.login(server, as: "ada")
        try ada.ask("add", ada.file("a.txt", Self.text))
        let told = try ada.postil("sync", "-v")
        #expect(told.status == 0)
        #expect(told.err.contains(/(?m)^POST \/v1\/sync: 200, [0-9]+ octets sent, [0-9]+ rec/))
        #expect(told.err.contains("store: "))
        #expect(!told.err.contains("Bearer"))
        #expect(try ada.postil("sync").err.isEmpty)
    }

    @Test func `a second machine of one person reads what the first wrote before its log-in`()
        throws
    {
        let server = try LiveServer()
        let (laptop, desktop) = (try Machine(), try Machine())
        try laptop.ask("add", laptop.file("a.txt", Self.text))
        let note = try laptop.ask("mark", "@@", "eelgrass", "-m", "ask her")
        try laptop.login(server, as: "ada")
        let code = try #require(try laptop.ask("device", "add")["code"] as? String)
        // What the second machine wrote by itself goes to the same personal set.
        try desktop.ask("add", desktop.file("b.txt", "Another text\n\nwith two lines"))
        try desktop.ask("login", server.url, "--invite", code)
        try laptop.ask("sync")

        let id = try #require(note["id"] as? String)
        #expect(try desktop.items("list").compactMap { $0["id"] as? String } == [id])
        #expect(try laptop.items("docs").count == 2)
        #expect(try desktop.ask("mark", "Another", "two lines")["unsynced"] as? Bool == true)
        try desktop.ask("sync")
        try laptop.ask("sync")
        #expect(try laptop.export("personal") == desktop.export("personal"))
        #expect(try desktop.items("set", "list").count == 1)
    }

    @Test func `what a reader writes is refused by name and kept in the drawer`() throws {
        let server = try LiveServer()
        let (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let code = try #require(try ada.ask("set", "invite", "press")["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
        try ben.ask("mark", "Sallow", "eelgrass", "-m", "my words")
        try ada.ask("set", "role", "press", "ben", "reader")

        let refused = try ben.postil("sync", "--json")
        #expect(refused.status == 6)
        let items = try #require(try refused.json()["refused"] as? [[String: Any]])
        #expect(items.first?["text"] as? String == "my words")
        #expect(items.first?["reason"] as? String == "not-allowed")
        let drawer = try #require(try ben.ask("status")["drawer"] as? [[String: Any]])
        #expect(drawer.compactMap { $0["text"] as? String } == ["my words"])
        #expect(try ben.postil("mark", "Sallow", "eelgrass").status == 4)
        #expect(try ada.export("press") == ben.export("press"))
    }

    @Test func `who is removed keeps the own words and nothing else`() throws {
        let server = try LiveServer()
        let (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let code = try #require(try ada.ask("set", "invite", "press")["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
        try ben.ask("mark", "Sallow", "eelgrass", "-m", "my words")
        try ben.ask("sync")
        try ada.ask("set", "remove", "press", "ben")

        _ = try ben.postil("sync")
        let status = try ben.ask("status")
        let drawer = try #require(status["drawer"] as? [[String: Any]])
        #expect(drawer.compactMap { $0["text"] as? String } == ["my words"])
        #expect(status["articles"] as? Int == 0)
        #expect(try ada.postil("set", "leave", "press").status == 4, "the last owner stays")
    }

    @Test func `a change from before the log-in can be taken back after it`() throws {
        let server = try LiveServer()
        let ada = try Machine()
        try ada.ask("add", ada.file("a.txt", Self.text))
        try ada.ask("mark", "Sallow", "eelgrass", "-m", "early")
        // The account has a personal set already, so that what was written moves there.
        let other = try Machine()
        try other.login(server, as: "ada")
        let code = try #require(try other.ask("device", "add")["code"] as? String)
        try ada.ask("login", server.url, "--invite", code)
        try ada.ask("sync")
        try ada.ask("undo")
        #expect(try ada.items("list").isEmpty)
        #expect(try ada.items("docs").count == 1)
    }

    @Test func `one side of a merge is taken until something is written over it`() throws {
        let server = try LiveServer()
        let (ada, ben, cleo) = (try Machine(), try Machine(), try Machine())
        for (machine, name) in [(ada, "ada"), (ben, "ben"), (cleo, "cleo")] {
            try machine.login(server, as: name)
        }
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let mark = try #require(
            try ada.ask("mark", "Sallow", "eelgrass", "-m", "one")["id"] as? String)
        try ada.ask("sync")
        func join(_ machine: Machine) throws {
            let code = try #require(
                try ada.ask("set", "invite", "press", "--role", "editor")["code"] as? String)
            try machine.ask("set", "join", code)
            try machine.ask("sync")
        }
        try join(ben)
        try ada.ask("edit", mark, "-m", "zero one")
        try ada.ask("edit", mark, "-m", "nil zero one")
        try ben.ask("edit", mark, "-m", "one two")
        try ada.ask("sync")
        try ben.ask("sync")
        #expect(try ben.items("merges").count == 1)
        func shown() throws -> String? {
            (try ben.items("show", mark).first?["body"] as? [String: Any])?["value"] as? String
        }
        #expect(try shown() == "nil zero one two")
        try ben.ask("merges", mark, "--take", "theirs")
        #expect(try shown() == "nil zero one")
        try ben.ask("edit", mark, "-m", "nil zero one three")
        let late = try ben.postil("merges", mark, "--take", "mine")
        #expect(late.status == 7)
        #expect(try shown() == "nil zero one three")
        try ben.ask("sync")
        try join(cleo)
        #expect(try cleo.items("list").count == 1)
        #expect(try cleo.items("merges").isEmpty, "what was before is no news")
    }
}
