import Foundation
import Testing

/// `merges` and `undo` where two people wrote at the same time.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct MergesTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    private let server: LiveServer
    private let ada: Machine
    private let ben: Machine
    private let mark: String

    /// Two machines that share a set with one article and one note.
    init() throws {
        server = try LiveServer()
        (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let made = try ada.ask("mark", "@@", "the eelgrass", "-m", "Defined in Art. 3(9).")
        mark = try #require(made["id"] as? String)
        let code = try #require(
            try ada.ask("set", "invite", "press", "--role", "editor")["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
    }

    /// Ben sends first, so that Ada's machine is the one that merges.
    private func meet() throws {
        try ben.ask("sync")
        try ada.ask("sync")
        try ben.ask("sync")
    }

    private func shown(_ machine: Machine) throws -> [String: Any] {
        try #require(try machine.items("show", mark).first)
    }

    private func text(_ machine: Machine) throws -> String? {
        (try shown(machine)["body"] as? [String: Any])?["value"] as? String
    }

    private func merge(_ machine: Machine, _ what: String) throws -> [String: Any] {
        try #require(try machine.items("merges").first { $0["what"] as? String == what })
    }

    @Test func `a merged text shows what each side changed`() throws {
        try ada.ask("edit", mark, "-m", "Defined in Art. 3(9), not in the recitals.")
        try ben.ask("edit", mark, "-m", "Defined in chapter I, Art. 3(9).")
        try meet()
        let both = "Defined in chapter I, Art. 3(9), not in the recitals."
        #expect(try text(ada) == both && text(ben) == both)
        let merge = try merge(ada, "text")
        #expect(merge["base"] as? String == "Defined in Art. 3(9).")
        #expect(merge["mine"] as? String == "Defined in Art. 3(9), not in the recitals.")
        #expect(merge["theirs"] as? String == "Defined in chapter I, Art. 3(9).")
        #expect(merge["now"] as? String == both)
        let page = try run(
            "/usr/bin/script",
            [
                "-qec",
                "\(Programs.client ?? "") --store \(ada.store) merges \(mark) --color never",
                "/dev/null",
            ])
        let lines = page.out.split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(
            lines.contains { $0.hasPrefix("yours") && $0.contains("{+, not in the recitals+}") })
        #expect(lines.contains { $0.hasPrefix("ben") && $0.contains("{+chapter I, +}") })
        #expect(lines.contains { $0.hasPrefix("now") && $0.hasSuffix(both) })
    }

    @Test(arguments: ["mine", "theirs", "both"])
    func `a side of a text is taken`(side: String) throws {
        try ada.ask("edit", mark, "-m", "here Defined in Art. 3(9).")
        try ben.ask("edit", mark, "-m", "Defined in Art. 3(9). there")
        try meet()
        try ada.ask("merges", mark, "--take", side)
        let wanted = [
            "mine": "here Defined in Art. 3(9).", "theirs": "Defined in Art. 3(9). there",
            "both": "here Defined in Art. 3(9). there",
        ]
        #expect(try text(ada) == wanted[side])
        try ada.ask("sync")
        try ben.ask("sync")
        #expect(try text(ben) == wanted[side])
        #expect(try ada.export("press") == ben.export("press"))
    }

    @Test func `a side of one field alone is taken, as the page offers it`() throws {
        for (machine, text, colour) in [(ada, "here ", "pink"), (ben, "there ", "green")] {
            try machine.ask("edit", mark, "-m", text + "Defined in Art. 3(9).", "-c", colour)
        }
        try meet()
        let both = try text(ada)
        let page = try ada.postil("merges", mark, "--json").out
        #expect(page.contains("colour") && page.contains("text"))
        try ada.ask("merges", mark, "--take", "mine", "--only", "colour")
        #expect(try shown(ada)["color"] as? String == "pink")
        #expect(try text(ada) == both)
        try ada.ask("merges", mark, "--take", "theirs", "--only", "text")
        #expect(try shown(ada)["color"] as? String == "pink")
        #expect(try text(ada) == "there Defined in Art. 3(9).")
        let none = try ada.postil("merges", mark, "--take", "mine", "--only", "title")
        #expect(none.status == 3 && none.err.contains("no “title” was merged"))
    }

    @Test(arguments: ["mine", "theirs", "both"])
    func `a side of a colour is taken`(side: String) throws {
        try ada.ask("edit", mark, "-c", "pink")
        try ben.ask("edit", mark, "-c", "green")
        try meet()
        #expect(try ada.ask("status")["conflicts"] as? Int == 1)
        let merge = try merge(ada, "colour")
        #expect(merge["mine"] as? String == "pink" && merge["theirs"] as? String == "green")
        let before = try #require(try shown(ada)["color"] as? String)
        try ada.ask("merges", mark, "--take", side)
        #expect(
            try shown(ada)["color"] as? String
                == ["mine": "pink", "theirs": "green", "both": before][side])
        #expect(try ada.ask("status")["conflicts"] as? Int == (side == "both" ? 1 : 0))
        // What was chosen can still be chosen otherwise, until something else is written over it.
        if side != "both" {
            try ada.ask("merges", mark, "--take", side == "mine" ? "theirs" : "mine")
            #expect(try shown(ada)["color"] as? String == (side == "mine" ? "green" : "pink"))
            try ada.ask("edit", mark, "-c", "blue")
            let late = try ada.postil("merges", mark, "--take", "mine")
            #expect(late.status == 7 && late.err.contains("changed again"))
            #expect(try shown(ada)["color"] as? String == "blue")
        }
    }

    @Test(arguments: ["mine", "theirs"])
    func `a side of a title is taken`(side: String) throws {
        let url = "https://example.org/quay"
        for (machine, title) in [(ada, "The quay"), (ben, "Quay, a story")] {
            try machine.ask(
                "add", machine.file("b.txt", "Another text.\n"), "--set", "press", "--url", url,
                "--title", title)
        }
        try meet()
        let merge = try merge(ada, "title")
        #expect(merge["mine"] as? String == "The quay")
        #expect(merge["theirs"] as? String == "Quay, a story")
        let id = try #require(merge["id"] as? String)
        try ada.ask("merges", id, "--take", side)
        try ada.ask("sync")
        try ben.ask("sync")
        for machine in [ada, ben] {
            let article = try machine.items("docs").first { $0["id"] as? String == id }
            #expect(article?["title"] as? String == (side == "mine" ? "The quay" : "Quay, a story"))
            #expect((article?["conflicts"] as? [String])?.isEmpty == true)
        }
    }

    @Test func `tags of both sides are kept, and leave nothing to choose`() throws {
        try ada.ask("tag", mark, "+left", "+shared")
        try ben.ask("tag", mark, "+right", "+shared")
        try meet()
        for machine in [ada, ben] {
            #expect(try shown(machine)["tags"] as? [String] == ["left", "right", "shared"])
        }
        #expect(try ada.items("merges").isEmpty)
        let nothing = try ada.postil("merges", mark, "--take", "mine")
        #expect(nothing.status == 3 && nothing.err.contains("nothing was merged on"))
        try ada.ask("tag", mark, "-right")
        try ada.ask("undo")
        #expect(try shown(ada)["tags"] as? [String] == ["left", "right", "shared"])
    }

    @Test func `one choice settles all that was merged on a note`() throws {
        try ada.ask("edit", mark, "-m", "here Defined in Art. 3(9).", "-c", "pink")
        try ben.ask("edit", mark, "-m", "Defined in Art. 3(9). there", "-c", "green")
        try meet()
        #expect(try ada.items("merges", mark).count == 2)
        try ada.ask("merges", mark, "--take", "theirs")
        #expect(try text(ada) == "Defined in Art. 3(9). there")
        #expect(try shown(ada)["color"] as? String == "green")
        try ada.ask("undo")
        #expect(try text(ada) == "here Defined in Art. 3(9). there")
    }

    @Test func `what somebody changed since is not taken back, and is named`() throws {
        try ada.ask("edit", mark, "-c", "pink")
        let colour = try #require(try ada.items("log").first?["id"] as? Int)
        try meet()
        try ben.ask("edit", mark, "-c", "green")
        try meet()
        let undo = try ada.postil("undo", String(colour))
        #expect(undo.status == 1)
        #expect(undo.err.contains("ben changed it since") && undo.err.contains("pink"))
        #expect(try shown(ada)["color"] as? String == "green")
        #expect(try ada.items("log").first?["undone"] as? Bool == false)
        // A note that others wrote on does not go with the change that made it.
        try ben.ask("reply", mark, "-m", "I disagree")
        try meet()
        let made = try #require(
            try ada.items("log").first { ($0["command"] as? String)?.hasPrefix("mark ") == true })
        let number = try #require(made["id"] as? Int)
        let refused = try ada.postil("undo", String(number), "-n")
        #expect(refused.status == 1 && refused.err.contains("ben changed it since"))
        #expect(try ada.items("list").count == 2)
    }

    @Test func `what can be taken back of a change is, and the rest is named`() throws {
        try ada.ask("edit", mark, "-c", "pink", "-m", "Defined in Art. 3(9), here.")
        try meet()
        try ben.ask("edit", mark, "-c", "green")
        try meet()
        let undo = try ada.postil("undo")
        #expect(undo.status == 6)
        #expect(undo.out.contains("ben changed it since"))
        #expect(try text(ada) == "Defined in Art. 3(9).")
        #expect(try shown(ada)["color"] as? String == "green")
    }

    @Test func `history tells who changed what, the oldest first`() throws {
        try ben.ask("edit", mark, "-m", "Defined in chapter I, Art. 3(9).")
        try ben.ask("tag", mark, "+law")
        try meet()
        try ada.ask("edit", mark, "-c", "green")
        try ada.ask("tag", mark, "-law")
        let shown = try #require(try ada.items("show", mark, "--history").first)
        let history = try #require(shown["history"] as? [[String: Any]])
        #expect(history.map { $0["by"] as? String } == ["ada", "ben", "ben", "ada", "ada"])
        #expect(
            history.map { $0["what"] as? String }
                == ["made", "wrote", "tagged", "coloured", "untagged"])
        #expect(history[1]["diff"] as? String == "Defined in {+chapter I, +}Art. 3(9).")
        #expect(history[4]["before"] as? String == "law")
        #expect(history.map { $0["unsynced"] as? Bool } == [false, false, false, true, true])
    }
}
