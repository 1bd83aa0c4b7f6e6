import Foundation
import Testing

/// The program on a terminal: pager, editor, colours, settings.
@Suite(
    .enabled(if: Programs.areBuilt, Programs.missing),
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "script is not here"))
struct TerminalTests {
    private let machine: Machine
    private let home: TemporaryFolder

    init() throws {
        machine = try Machine()
        home = try TemporaryFolder()
        try machine.ask("add", machine.file("a.txt", "One line here.\n\nAnother line there.\n"))
    }

    /// What a command says on a terminal, and how it ends.
    private func terminal(
        _ words: String..., environment: [String: String] = [:]
    ) throws -> Outcome {
        try terminal(words, environment: environment)
    }

    private func terminal(
        _ words: [String], environment: [String: String] = [:]
    ) throws -> Outcome {
        let line = (["--store", machine.store] + words).map { "'\($0)'" }.joined(separator: " ")
        var variables = ["HOME": home.path(""), "TERM": "xterm"]
        variables.merge(environment) { $1 }
        return try run(
            "/usr/bin/script", ["-qec", "\(Programs.client ?? "") \(line)", "/dev/null"],
            environment: variables)
    }

    /// A program of a shell's lines.
    private func program(_ name: String, _ lines: String) throws -> String {
        let path = home.path(name)
        try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }

    @Test func `what is read goes through the pager, and is shown where there is none`() throws {
        let pager = ["POSTIL_PAGER": "sed s/^/PAGED:/", "LINES": "3"]
        let paged = try terminal("read", "@@", environment: pager)
        #expect(paged.status == 0 && paged.out.contains("PAGED:") && paged.out.contains("One line"))
        let whole = try terminal("read", "@@", "--no-pager", environment: pager)
        #expect(!whole.out.contains("PAGED:") && whole.out.contains("Another line there."))
        let missing = try terminal(
            "read", "@@", environment: ["PAGER": "no-such-pager", "LINES": "3"])
        #expect(missing.status == 0 && missing.out.contains("Another line there."))
        // A pager that nobody reads to the end is no failure.
        #expect(
            try terminal("read", "@@", environment: ["PAGER": "true", "LINES": "3"]).status == 0)
        // The help and lists, too, where the screen is shorter.
        let short = pager.merging(["LINES": "5"]) { $1 }
        for words in [["help"], ["help", "query"], ["log"], ["show", "@@"]] {
            let told = try terminal(words, environment: short)
            #expect(told.out.contains("PAGED:") == (words != ["log"]), "\(words)")
        }
        let piped = try machine.postil("read", "@@")
        #expect(piped.out.contains("One line here."))
    }

    @Test func `an article is marked up in the editor that was set`() throws {
        let editor = try program("editor", "sed -i 's/Another line/{==&==}{>>which?<<}/' \"$1\"")
        let set = try terminal("config", "set", "core.editor", editor)
        #expect(set.status == 0)
        let made = try terminal("annotate", "@@")
        #expect(made.status == 0 && made.out.contains("which?"))
        let item = try #require(try machine.items("list").first)
        #expect((item["quote"] as? [String: Any])?["exact"] as? String == "Another line")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: machine.store + "/drafts").isEmpty)
    }

    @Test func `a text that was changed is kept as a file that can be put right`() throws {
        let editor = try program("editor", "sed -i 's/One line/{==One==} word/' \"$1\"")
        let refused = try terminal("annotate", "@@", environment: ["EDITOR": editor])
        #expect(refused.status == 1 && refused.out.contains("itself was changed in line 4"))
        let drafts = machine.store + "/drafts/"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: drafts).first)
        #expect(refused.out.contains(name))
        let draft = try String(contentsOfFile: drafts + name, encoding: .utf8)
        try draft.replacingOccurrences(of: "} word", with: "} line")
            .write(toFile: drafts + name, atomically: true, encoding: .utf8)
        #expect(try machine.postil("annotate", "@@", "--from", drafts + name).status == 0)
        #expect(try machine.items("list").count == 1)
    }

    @Test func `settings are edited, and a wrong file is not put in place`() throws {
        let right = try program("right", "printf '[read]\\n  width = 40\\n' > \"$1\"")
        #expect(try terminal("config", "edit", environment: ["VISUAL": right]).status == 0)
        let path = home.path("") + ".config/postil/config"
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(written == "[read]\n  width = 40\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o644)
        let wrong = try program("wrong", "printf '[read\\n' > \"$1\"")
        let refused = try terminal("config", "edit", environment: ["VISUAL": wrong])
        #expect(refused.status == 1 && refused.out.contains("your text is kept in"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == written)
    }

    @Test func `colours follow the terminal and what was said about them`() throws {
        #expect(try terminal("show", "zzzz").out.contains("\u{1B}["))
        for quiet in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
            #expect(try !terminal("show", "zzzz", environment: quiet).out.contains("\u{1B}["))
        }
        let piped = try run(
            Programs.client, ["--store", machine.store, "show", "zzzz"],
            environment: ["CLICOLOR_FORCE": "1"])
        #expect(piped.err.contains("\u{1B}["))
        #expect(try !machine.postil("show", "zzzz").err.contains("\u{1B}["))
    }
}
