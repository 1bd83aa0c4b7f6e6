import ClientCommands
import Foundation
import Testing

/// What others do, or their machines, harms nobody's words.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct ColleagueTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    /// Ada, who owns the set `press`, and Ben, who is in it.
    private func pair(
        _ server: LiveServer, role: String
    ) throws -> (ada: Machine, ben: Machine) {
        let (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let code = try #require(
            try ada.ask("set", "invite", "press", "--role", role)["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
        return (ada, ben)
    }

    private func drawer(_ machine: Machine) throws -> [String] {
        let items = try #require(try machine.ask("status")["drawer"] as? [[String: Any]])
        return items.compactMap { $0["text"] as? String }.sorted()
    }

    private func value(_ note: [String: Any]?) -> String? {
        (note?["body"] as? [String: Any])?["value"] as? String
    }

    @Test func `what became forbidden before it was sent is refused, and the rest is synced`()
        throws
    {
        let server = try LiveServer()
        let (ada, ben) = try pair(server, role: "commenter")
        let note = try #require(
            try ben.ask("mark", "Sallow", "eelgrass", "-m", "first words")["id"] as? String)
        try ben.ask("sync")
        try ben.ask("edit", note, "-m", "better words")
        try ben.ask("add", ben.file("b.txt", "Own\n\nown lines\n"))
        try ben.ask("note", "Own", "-m", "a personal note")
        try ada.ask("set", "role", "press", "ben", "reader")

        let refused = try ben.postil("sync")
        #expect(refused.status == 6)
        #expect(refused.out.contains("the words lie in the drawer (postil drawer)"))
        #expect(
            refused.out.contains("edit in press: your role does not allow it  “better words”"))
        #expect(try drawer(ben) == ["better words"])
        #expect(try ben.postil("status").out.contains("“better words”"))
        // It is said once, and nothing waits.
        #expect(try ben.postil("sync").status == 0)
        #expect(try ben.ask("status")["unsynced"] as? Int == 0)
        try ada.ask("sync")
        for machine in [ada, ben] {
            let shown = try machine.items("show", note).first
            #expect(value(shown) == "first words")
        }
        #expect(try ada.export("press") == ben.export("press"))
        let code = try #require(try ben.ask("device", "add")["code"] as? String)
        let other = try Machine()
        try other.ask("login", server.url, "--invite", code)
        #expect(try other.export("personal") == ben.export("personal"))
        #expect(try other.export("personal").contains("a personal note"))
    }

    @Test func `who is removed loses the copy and keeps own words, sent and not sent`() throws {
        let server = try LiveServer()
        let (ada, ben) = try pair(server, role: "editor")
        try ada.ask("mark", "Sallow", "Nobody", "-m", "not his words")
        try ada.ask("sync")
        try ben.ask("sync")
        try ben.ask("mark", "Sallow", "eelgrass", "-m", "sent words")
        try ben.ask("sync")
        try ben.ask("mark", "Sallow", "anyway", "-m", "unsent words")
        try ada.ask("set", "remove", "press", "ben")

        let told = try ben.postil("sync")
        #expect(told.status == 6)
        #expect(told.out.contains("you are no member of it any more"))
        #expect(told.out.contains("Your own words lie in the drawer: postil drawer"))
        #expect(try drawer(ben) == ["sent words", "unsent words"])
        #expect(try ben.items("docs").isEmpty && ben.items("list").isEmpty)
        #expect(try ben.postil("sync").status == 0)
        try ada.ask("sync")
        #expect(try ada.items("list").count == 2)
    }

    @Test func `a copied store says once that it goes on under a new identity`() throws {
        let server = try LiveServer()
        let ada = try Machine()
        try ada.login(server, as: "ada")
        try ada.ask("add", ada.file("a.txt", Self.text))
        try ada.ask("sync")
        let copy = try Machine()
        try FileManager.default.copyItem(atPath: ada.store, toPath: copy.store)
        try ada.ask("mark", "@@", "asked", "-m", "from the one")
        try copy.ask("mark", "@@", "anyway", "-m", "from the copy")
        let outcomes = try [ada, copy, ada, copy, ada].map { try $0.postil("sync") }
        let sentence = "it goes on under a new identity, nothing is lost"
        #expect(outcomes.map { $0.out.contains(sentence) } == [false, true, false, false, false])
        #expect(outcomes.allSatisfy { $0.status == 0 })
        for machine in [ada, copy] {
            let texts = try machine.items("list").compactMap { value($0) }
            #expect(texts.sorted() == ["from the copy", "from the one"])
        }
        #expect(try ada.export("personal") == copy.export("personal"))
    }

    @Test func `a colleague's text commands nobody's terminal`() throws {
        let server = try LiveServer()
        let (ada, eve) = try pair(server, role: "editor")
        let evil = "\u{1B}[31m\u{1B}]0;own\u{7}\u{9B}2J\u{202E}back\u{2066}\u{8}\u{7F}"
        let title = "Evil \(evil)"
        try eve.ask(
            "add", eve.file("evil.txt", "Body \(evil) here\n"), "--title", title, "--set", "press")
        let id = try #require(
            try eve.ask("mark", "Sallow", "eelgrass", "-m", "one two \(evil)", "-t", "t\u{1B}[2J")[
                "id"] as? String)
        try eve.ask("sync")
        try ada.ask("sync")
        try ada.ask("edit", id, "-m", "one TWO \(evil)", "-c", "blue")
        try eve.ask("edit", id, "-m", "one two \(evil) three", "-c", "pink")
        try eve.ask("reply", id, "-m", evil)
        try eve.ask("sync")
        var shown = 0
        let changing = ["mark", "undo"]
        for command in [
            ["sync"], ["list"], ["docs"], ["read", "Sallow"], ["read", "Evil"], ["show", id],
            ["show", id, "--history"], ["merges"], ["merges", id], ["log"], ["status"],
            ["set", "list"], ["set", "members", "press"], ["export", "--set", "press"],
            ["mark", "Evil", "here", "-m", evil], ["undo"],
        ] {
            for form in [[], ["--json"]] where !changing.contains(command[0]) || form.isEmpty {
                let outcome = try ada.postil(command + form)
                #expect(outcome.status == 0, "\(command): \(outcome.err)")
                let text = outcome.out + outcome.err
                #expect(!text.unicodeScalars.contains(where: Self.isRaw), "\(command + form)")
                if text.contains("{202E}") || text.contains("u202e") { shown += 1 }
            }
        }
        // It was there to be shown.
        #expect(shown > 10)
        #expect(value(try ada.items("show", id).first) == "one TWO \(evil) three")
    }

    private static func isRaw(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    @Test(arguments: [0, 4_070_908_800_000] as [UInt64])
    func `a clock that is years off merges as any other and drags no other clock`(
        clock: UInt64
    ) throws {
        let server = try LiveServer()
        let (ada, ben) = try pair(server, role: "editor")
        let id = try #require(
            try ada.ask("mark", "Sallow", "eelgrass", "-m", "one two three")["id"] as? String)
        try ada.ask("sync")
        #expect(odd(ben, clock, "sync") == 0)
        #expect(odd(ben, clock, "edit", id, "-m", "one two three four", "-c", "pink") == 0)
        #expect(odd(ben, clock, "tag", id, "+odd") == 0)
        try ada.ask("edit", id, "-m", "one TWO three")
        #expect(odd(ben, clock, "sync") == 0)
        try ada.ask("sync")
        #expect(value(try ada.items("show", id).first) == "one TWO three four")
        // What was seen is overwritten, whatever the clocks say.
        try ada.ask("edit", id, "-c", "blue")
        try ada.ask("tag", id, "-odd")
        try ada.ask("mark", "Sallow", "anyway", "-m", "a time of its own")
        try ada.ask("sync")
        #expect(odd(ben, clock, "sync") == 0)
        for machine in [ada, ben] {
            let note = try machine.items("show", id).first
            #expect(note?["color"] as? String == "blue")
            #expect(note?["tags"] as? [String] == [])
            #expect(note?["conflicts"] as? [String] == [])
        }
        let created = try ada.items("list").first { value($0) == "a time of its own" }?["created"]
        let year = try #require((created as? String).flatMap { Int($0.prefix(4)) })
        #expect(year > 1970 && year < 2090)
        #expect(try ada.export("press") == ben.export("press"))
    }

    /// Runs a command in this process, by a clock that stands still somewhere else.
    private func odd(_ machine: Machine, _ clock: UInt64, _ words: String...) -> Int32 {
        let console = Console(
            out: { _ in }, err: { _ in }, input: { [] }, edit: { _ in nil },
            draft: { nil }, discardDraft: {},
            isInputTerminal: false, isOutputTerminal: false, isErrorTerminal: false, columns: 80,
            environment: ["POSTIL_STORE": machine.store], now: { clock })
        return ClientProgram.run(arguments: words, console: console)
    }
}
