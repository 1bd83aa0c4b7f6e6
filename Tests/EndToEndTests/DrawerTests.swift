import Foundation
import Testing

/// What the server refuses, and what a set that went away keeps, as a person meets it.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct DrawerTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"
    private static let long = Array(repeating: "words that go on", count: 12).joined(separator: " ")

    let server: LiveServer
    let ada: Machine
    let ben: Machine

    /// Ada owns the set `press`; of Ben's four notes one was accepted, and three were refused.
    init() throws {
        server = try LiveServer()
        (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        try join()
        try ben.ask("mark", "Sallow", "eelgrass", "-m", "accepted words")
        try ben.ask("sync")
        for words in ["one", "two", Self.long] { try ben.ask("note", "Sallow", "-m", words) }
        try ada.ask("set", "role", "press", "ben", "reader")
    }

    private func join() throws {
        let code = try #require(
            try ada.ask("set", "invite", "press", "--role", "editor")["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
    }

    private func drawer() throws -> [String] {
        try ben.items("drawer").compactMap { $0["text"] as? String }
    }

    @Test func `what was accepted is never called refused and leaves the drawer when it is back`()
        throws
    {
        #expect(try ben.postil("sync").status == 6)
        #expect(try drawer() == ["one", "two", Self.long])
        try ada.ask("set", "remove", "press", "ben")
        let removed = try ben.postil("sync")
        #expect(removed.status == 0)
        #expect(!removed.out.contains("efused"))
        #expect(removed.out.contains("press: you are no member of it any more"))
        #expect(removed.out.contains("It keeps what you had sent to it."), "\(removed.out)")
        #expect(try drawer() == ["one", "two", Self.long, "accepted words"])
        #expect(try ben.postil("drawer").out.contains("press"))

        try join()
        let joined = try ben.postil("sync")
        #expect(joined.status == 0 && !joined.out.contains("efused"), "\(joined.out)")
        #expect(try ben.items("list").count == 1)
        #expect(try drawer() == ["one", "two", Self.long])
        let status = try ben.postil("status").out
        #expect(
            status.hasPrefix("3 changes that the server refused are only here.  postil drawer\n"))
    }

    @Test func `an entry is shown whole, made again and dropped`() throws {
        #expect(try ben.postil("sync").out.contains("(postil drawer)"))
        let items = try ben.items("drawer")
        let help = try ben.postil("help", "json").out
        for name in items.flatMap(\.keys) {
            #expect(help.contains("\n  \(name) "), "\(name)")
        }
        #expect(items.compactMap { $0["number"] as? Int } == [1, 2, 3])
        #expect(items.first?["setName"] as? String == "press")
        #expect(items.first?["kind"] as? String == "note")
        #expect(try ben.postil("drawer", "--plain").out.hasPrefix("1\t"))
        let whole = try ben.postil("drawer", "3").out
        let words = whole.split { $0 == " " || $0 == "\n" }
        #expect(words.filter { $0 == "words" }.count == 12)
        #expect(whole.contains("your role does not allow it"))

        let denied = try ben.postil("drawer", "1", "--again")
        #expect(denied.status == 1 && denied.err.contains("stays in the drawer"))
        try ada.ask("set", "role", "press", "ben", "editor")
        try ben.ask("sync")
        #expect(try ben.postil("drawer", "1", "1", "--again").out.contains("Made again  1  note"))
        #expect(try ben.postil("sync").status == 0)
        #expect(try drawer() == ["two", Self.long])
        #expect(try ben.items("list").count == 2)
        #expect(try ada.ask("sync")["received"] as? Int == 1)

        #expect(try ben.postil("drawer", "9", "--drop").status == 3)
        #expect(try ben.postil("drawer", "--drop").status == 2)
        let dropped = try ben.postil("drawer", "2", "--drop")
        #expect(dropped.out.contains("“two”") && dropped.out.contains("undo does not"))
        #expect(try drawer() == [Self.long])
        #expect(try ben.postil("drawer", "--drop", "--all").status == 0)
        #expect(try drawer().isEmpty)
        #expect(try ben.ask("status")["safe"] as? Bool == true)
    }

    @Test func `what was dropped does not come back with the log`() throws {
        _ = try ben.postil("sync")
        try ben.ask("drawer", "--drop", "--all")
        try ada.ask("set", "remove", "press", "ben")
        try ben.ask("sync")
        try join()
        #expect(try drawer().isEmpty)
    }

    @Test func `a note that is made again takes its edit and its reply with it`() throws {
        let note = try #require(
            try ben.ask("note", "Sallow", "-m", "first")["id"] as? String)
        try ben.ask("edit", note, "-m", "second")
        try ben.ask("reply", note, "-m", "an answer")
        _ = try ben.postil("sync")
        try ada.ask("set", "role", "press", "ben", "editor")
        try ben.ask("sync")
        let again = try ben.postil("drawer", "--again", "--all")
        #expect(again.status == 0, "\(again.out)\(again.err)")
        #expect(try ben.postil("sync").status == 0)
        #expect(try drawer().isEmpty)
        let texts = try ben.items("list").compactMap {
            ($0["body"] as? [String: Any])?["value"] as? String
        }
        #expect(texts.contains("second") && !texts.contains("first"))
        try ada.ask("sync")
        #expect(try ada.export("press") == ben.export("press"))
    }

    @Test func `status says that the log-in has ended once the server has said so`() throws {
        _ = try ben.postil("sync")
        try ben.ask("drawer", "--drop", "--all")
        let code = try #require(try ben.ask("device", "add")["code"] as? String)
        let other = try Machine()
        try other.ask("login", server.url, "--invite", code)
        let me = try #require(try ben.ask("whoami")["device"] as? String)
        let id = try #require(
            try other.items("device", "list").first {
                $0["isCurrent"] as? Bool != true && $0["name"] as? String == me
            }?["id"])
        try ben.ask("add", ben.file("b.txt", "Own\n\nown lines\n"))
        try other.ask("device", "revoke", "\(id)")
        #expect(try ben.ask("status")["loggedIn"] as? Bool == true)
        #expect(try ben.postil("sync").status == 4)
        let status = try ben.postil("status").out
        let login = "postil login \(server.url) --invite CODE"
        #expect(status.hasPrefix("Your log-in on "))
        #expect(status.contains(" has ended; 1 change only here.  \(login)\n"), "\(status)")
        #expect(status.contains(", the log-in has ended\n"))
        #expect(try ben.ask("status")["loggedIn"] as? Bool == false)
        let next = try #require(try other.ask("device", "add")["code"] as? String)
        try ben.ask("login", server.url, "--invite", next)
        #expect(try ben.ask("status")["safe"] as? Bool == true)
    }

    @Test func `an empty store that logs in is told of no earlier notes`() throws {
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        let other = try Machine()
        try other.ask("set", "list")
        let told = try other.postil("login", server.url, "--invite", code)
        #expect(told.status == 0 && !told.out.contains("before the log-in"), "\(told.out)")
    }
}
