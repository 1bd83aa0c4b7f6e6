import ClientCommands
import JSON
import Testing

/// Who decides a setting where several say something: flag, environment, project, person, machine.
@Suite struct PrecedenceTests {
    /// Who says what.
    enum Voice: CaseIterable {
        case flag, variable, project, user, system, general
    }

    /// A key, the flag and the variables that stand for it, and whether a project may say it.
    struct Row {
        let key: String
        var flag: String?
        var variable: String?
        var isOfProjects = false
        var general: String?
        var values = ["v1", "v2", "v3", "v4", "v5", "v6"]
    }

    static let rows = [
        Row(key: "user.name"), Row(key: "read.pager", variable: "POSTIL_PAGER", general: "PAGER"),
        Row(key: "read.width", values: ["21", "22", "23", "24", "25", "26"]),
        Row(key: "core.editor", variable: "POSTIL_EDITOR", general: "VISUAL"),
        Row(key: "core.editor", variable: "POSTIL_EDITOR", general: "EDITOR"),
        Row(key: "core.store", flag: "store", variable: "POSTIL_STORE", isOfProjects: true),
        Row(key: "core.set", isOfProjects: true), Row(key: "core.tag", isOfProjects: true),
        Row(key: "sync.server", variable: "POSTIL_SERVER"),
        Row(key: "color.ui", values: ["", "", "", "always", "never", ""]),
    ]

    private static func voices(_ row: Row) -> [Voice] {
        Voice.allCases.filter { voice in
            switch voice {
            case .flag: row.flag != nil
            case .variable: row.variable != nil
            case .project: row.isOfProjects
            case .user, .system: true
            case .general: row.general != nil
            }
        }
    }

    @Test(arguments: rows.indices)
    func theStrongestVoiceCounts(index: Int) throws {
        let row = Self.rows[index]
        let voices = Self.voices(row)
        // With every set of voices, not only with neighbours.
        for mask in 1..<(1 << voices.count) {
            let speaking = voices.indices.filter { mask & (1 << $0) != 0 }.map { voices[$0] }
            let desk = try Desk()
            desk.environment["POSTIL_STORE"] = nil
            desk.environment["POSTIL_CONFIG"] = desk.folder.file("user-config")
            var words = ["config", "get", row.key]
            let parts = row.key.split(separator: ".")
            for voice in speaking {
                let value = value(of: voice, row)
                let file = "[\(parts[0])]\n\(parts[1]) = \(value)\n"
                switch voice {
                case .flag: words += ["--\(row.flag ?? "")", value]
                case .variable: desk.environment[row.variable ?? ""] = value
                case .project: try desk.folder.put("\(parts[1]) = \(value)\n", ".postil")
                case .user: try desk.folder.put(file, "user-config")
                case .system: try desk.folder.put(file, "system-config")
                case .general: desk.environment[row.general ?? ""] = value
                }
            }
            let strongest = try #require(speaking.first)
            let answer = desk.run(words)
            #expect(answer.out == value(of: strongest, row) + "\n", "\(row.key): \(speaking)")
        }
    }

    private func value(of voice: Voice, _ row: Row) -> String {
        row.values[Voice.allCases.firstIndex(of: voice) ?? 0]
    }

    /// Flag, variables, setting, whether on a terminal: whether there is colour.
    private static let colours: [(String?, [String: String], String?, Bool, Bool)] = [
        (nil, [:], nil, true, true), (nil, [:], nil, false, false),
        (nil, ["TERM": "dumb"], nil, true, false), (nil, ["NO_COLOR": "1"], nil, true, false),
        (nil, ["NO_COLOR": ""], nil, true, true), (nil, ["CLICOLOR_FORCE": "1"], nil, false, true),
        (nil, ["CLICOLOR_FORCE": "0"], nil, false, false),
        (nil, ["FORCE_COLOR": "1"], nil, false, true),
        (nil, ["NO_COLOR": "1", "FORCE_COLOR": "1"], nil, true, false),
        ("always", [:], nil, false, true), ("never", [:], nil, true, false),
        ("auto", [:], nil, true, true), ("auto", [:], "never", true, true),
        ("auto", ["NO_COLOR": "1"], nil, true, true),
        ("always", ["NO_COLOR": "1"], nil, true, true),
        ("always", ["TERM": "dumb"], nil, true, true), (nil, [:], "never", true, false),
        (nil, [:], "always", false, true), (nil, ["NO_COLOR": "1"], "always", true, false),
        (nil, ["CLICOLOR_FORCE": "1"], "never", false, true),
        ("never", ["CLICOLOR_FORCE": "1"], "always", true, false),
    ]

    @Test(arguments: colours.indices)
    func colourIsDecidedByFlagThenVariableThenSettingThenTerminal(index: Int) throws {
        let (flag, variables, setting, isTerminal, isColoured) = Self.colours[index]
        let desk = try Desk()
        let article = try desk.add(Desk.harbour)
        desk.run("mark", article, "learned to wait")
        if let setting { desk.run("config", "set", "color.ui", setting) }
        desk.environment.merge(variables) { $1 }
        desk.isTerminal = isTerminal
        let words = flag.map { ["--color", $0] } ?? []
        #expect(desk.run(["read", article] + words).out.contains("\u{1B}[") == isColoured)
        #expect(desk.run(["show", "zzzz"] + words).err.contains("\u{1B}[") == isColoured)
    }

    @Test func aColourOfAHighlightIsNoAnswerToWhen() throws {
        let answer = try Desk().run("mark", "@@", "x", "--color", "green")
        #expect(answer.status == 2 && answer.err.contains("--colour"))
    }

    @Test func theWidthOfReadingIsDecidedByFlagThenSetting() throws {
        let desk = try Desk()
        let article = try desk.add(Desk.harbour)
        func widest(_ words: String...) -> Int {
            desk.run(["read", article] + words).out.split(separator: "\n").map(\.count).max() ?? 0
        }
        #expect(widest() > 60)
        desk.run("config", "set", "read.width", "50")
        #expect((40...50).contains(widest()))
        #expect((20...30).contains(widest("--width", "30")))
    }

    @Test func theEditorIsTheOneThatWasChosen() throws {
        let desk = try Desk()
        try desk.add(Desk.harbour)
        desk.isTerminal = true
        desk.editor = { _ in "text" }
        for (variables, setting, editor) in [
            ([:], nil, "vi"), (["EDITOR": "a"], nil, "a"),
            (["EDITOR": "a", "VISUAL": "b"], nil, "b"),
            (["VISUAL": "b"], "c -w", "c -w"), (["POSTIL_EDITOR": "d"], "c -w", "d"),
        ] as [([String: String], String?, String)] {
            if let setting { desk.run("config", "set", "core.editor", setting) }
            let before = desk.environment
            desk.environment.merge(variables) { $1 }
            #expect(desk.run("note", "@@").status == 0)
            #expect(desk.edited?.command == editor)
            #expect(desk.edited?.folder == desk.store + "/drafts")
            desk.environment = before
        }
    }

    @Test func whatIsLongerThanTheScreenIsPagedAndNothingElse() throws {
        let desk = try Desk()
        let article = try desk.add(Desk.harbour)
        for number in 0..<9 { desk.run("note", article, "-m", "n\(number)") }
        desk.isTerminal = true
        var paged = 0
        desk.pager = { _, _ in paged += 1 }
        let long = [
            [], ["help"], ["help", "query"], ["mark", "--help"], ["list"], ["log"],
            ["show", article], ["read", article],
        ]
        for words in long {
            desk.rows = 5
            #expect(desk.run(words).out.isEmpty, "\(words)")
            desk.rows = 500
            #expect(!desk.run(words).out.isEmpty, "\(words)")
        }
        #expect(paged == long.count)
        // What was done is said at once.
        desk.rows = 1
        #expect(desk.run("tag", "--query", "note:n*", "+x").out.hasPrefix("Tagged"))
        #expect(!desk.run("list", "--no-pager").out.isEmpty)
        #expect(desk.run("docs").out.isEmpty)
        #expect(desk.run("set", "list", "--plain").out.contains("personal"))
        desk.isTerminal = false
        #expect(!desk.run("help").out.isEmpty)
    }

    @Test func longTextsGoThroughThePagerOfAPerson() throws {
        let desk = try Desk()
        let article = try desk.add(Desk.harbour)
        desk.isTerminal = true
        var paged: [String] = []
        desk.pager = { text, command in
            #expect(text.contains("learned to wait"))
            paged.append(command)
        }
        #expect(desk.run("read", article).out.isEmpty)
        desk.run("config", "set", "read.pager", "more")
        #expect(desk.run("read", article).out.isEmpty)
        #expect(paged == ["less -FIRX", "more"])
        for words in [["--no-pager"], ["--plain"], ["--json"], ["--no-input"]] {
            #expect(!desk.run(["read", article] + words).out.isEmpty)
        }
        desk.environment["POSTIL_PAGER"] = "cat"
        #expect(!desk.run("read", article).out.isEmpty)
        desk.environment = desk.environment.filter { $0.key != "POSTIL_PAGER" }
        desk.environment["TERM"] = "dumb"
        #expect(!desk.run("read", article).out.isEmpty)
        desk.environment["TERM"] = nil
        desk.run("config", "set", "read.pager", "")
        #expect(!desk.run("read", article).out.isEmpty)
        #expect(paged.count == 2)
        desk.run("config", "unset", "read.pager")
        desk.pager = nil
        #expect(desk.run("read", article).out.contains("learned to wait"))
        desk.isTerminal = false
        #expect(desk.run("read", article).out.contains("learned to wait"))
    }
}
