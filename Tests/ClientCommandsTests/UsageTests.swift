import CommandLine
import JSON
import Testing

/// The command line itself: help, versions, misunderstandings, where the store is.
@Suite struct UsageTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private static let commands = [
        "add", "docs", "read", "mark", "note", "reply", "edit", "tag", "close", "reopen", "rm",
        "list", "show", "tags", "undo", "redo", "merges", "log", "export", "version", "set", "sync",
        "status", "login", "logout", "whoami", "device", "doctor", "completion", "man",
        "config", "annotate", "reattach", "import", "drawer",
    ]

    @Test func theOverviewNamesEveryCommand() {
        let overview = desk.run("help")
        #expect(overview.status == 0 && overview.err.isEmpty)
        for command in Self.commands {
            #expect(overview.out.contains("\n  \(command) "), "\(command)")
        }
        #expect(desk.run([]).out == overview.out)
        #expect(desk.run("--help").out == overview.out)
        #expect(TemporaryFolder.names(desk.folder.path).isEmpty)
    }

    @Test(arguments: commands)
    func everyCommandHasItsPage(command: String) {
        let page = desk.run("help", command)
        #expect(page.status == 0)
        #expect(page.out.contains("Usage:  postil \(command)"))
        #expect(desk.run(command, "--help").out == page.out)
        #expect(desk.run(command, "-h").status == 0)
        for line in page.out.split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= 80)
        }
    }

    @Test(arguments: ["query", "json", "formats", "settings", "exit-codes", "environment"])
    func everyTopicHasItsPage(topic: String) {
        let page = desk.run("help", topic)
        #expect(page.status == 0)
        for line in page.out.split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= 80, "\(line)")
        }
        #expect(desk.run("help").out.contains(topic))
    }

    @Test func theHelpOfExitCodesNamesThemAll() {
        let page = desk.run("help", "exit-codes").out
        for status in ExitStatus.allCases { #expect(page.contains("\n  \(status.rawValue) ")) }
    }

    @Test func theVersionIsTold() throws {
        for arguments in [["version"], ["--version"]] {
            let answer = desk.run(arguments)
            #expect(answer.status == 0 && answer.out.hasPrefix("postil "))
            let object = try desk.run(arguments + ["--json"]).json
            #expect(try answer.out.contains(object.string("version")))
            #expect(try object.array("protocol").compactMap(\.int) == [1])
        }
    }

    @Test(arguments: [
        (["lst"], "“list”"), (["hlep"], "“help”"), (["list", "--limt", "3"], "--limit"),
        (["mark", "a", "b", "--nht", "1"], "--nth"), (["help", "lst"], "“list”"),
    ])
    func whatIsMistypedIsGuessed(arguments: [String], guess: String) {
        let answer = desk.run(arguments)
        #expect(answer.status == 2 && answer.out.isEmpty)
        #expect(answer.err.contains("Did you mean") && answer.err.contains(guess))
        #expect(answer.err.contains("hint: postil help"))
    }

    @Test(arguments: [
        ["nonsense"], ["list", "--nonsense"], ["mark"], ["mark", "a"], ["rm"], ["show"], ["reply"],
        ["reply", "a", "b"], ["undo", "1", "2"], ["--store"], ["help", "nonsense"], ["set"],
        ["set", "nonsense"], ["list", "-z"], ["add"], ["note", "a", "-m"], ["list", "--json=x"],
    ])
    func whatIsNotUnderstoodIsUsage(arguments: [String]) throws {
        let answer = desk.run(arguments)
        #expect(answer.status == 2 && answer.out.isEmpty)
        #expect(answer.err.hasPrefix("error: ") && answer.err.contains("hint: "))
        for flag in ["--json", "--jsonl"] {
            let object = desk.run([flag] + arguments)
            #expect(object.status == 2 && object.out.isEmpty)
            #expect(try object.problem.int("exit") == 2)
            #expect(object.err.split(separator: "\n").count == 1)
        }
        #expect(TemporaryFolder.names(desk.folder.path).isEmpty)
    }

    @Test(arguments: [
        (["mark", "harbour", "it", "is here"], "postil mark harbour 'it is here'"),
        (["reply", "kxyz", "so", "it is"], "postil reply kxyz -m 'so it is'"),
        (["note", "@@", "don't"], "postil note @@ -m 'don'\\''t'"),
        (["add", "a b.txt", "--url"], "postil add 'a b.txt' --url URL"),
        (["mark", "k", "x", "-m"], "postil mark k x -m TEXT"),
    ])
    func aForgottenQuoteFlagOrValueIsPutIntoTheHint(arguments: [String], hint: String) {
        let answer = desk.run(arguments)
        #expect(answer.status == 2 && answer.err.contains("hint: \(hint)"), "\(answer.err)")
    }

    @Test func errorsUnderJSONAreOneObjectOnStandardError() throws {
        let id = try desk.add(Desk.harbour)
        let failing: [(Int64, [String])] = [
            (3, ["read", "nowhere"]), (3, ["mark", id, "no such words"]),
            (7, ["mark", id, "the same"]),
            (3, ["show", "zzzz"]), (2, ["read", id, "--width", "1"]), (7, ["note", id]),
            (3, ["undo", "77"]), (3, ["export", "--set", "nowhere"]),
        ]
        for (status, arguments) in failing {
            for flag in ["--json", "--jsonl"] {
                let answer = desk.run(arguments + [flag])
                #expect(Int64(answer.status) == status, "\(arguments)")
                #expect(answer.out.isEmpty)
                #expect(answer.err.split(separator: "\n").count == 1)
                #expect(try answer.problem.int("exit") == status)
                #expect(try !answer.problem.string("code").isEmpty)
                #expect(try !answer.problem.string("message").isEmpty)
            }
        }
    }

    @Test func moreIsSaidOfTheStoresWorkOnStandardErrorAlone() throws {
        try desk.add(Desk.harbour)
        let more = desk.run("docs", "-v")
        #expect(more.out == desk.run("docs").out)
        #expect(more.err.contains(/^store: [0-9]+ steps of SQLite, [0-9]+ statements compiled/))
        let failed = desk.run("show", "zzzz", "-v")
        #expect(failed.status == 3 && failed.err.contains("store: "))
    }

    @Test func flagsStandBeforeOrAfterTheCommand() throws {
        try desk.add(Desk.harbour)
        #expect(desk.run("--json", "docs").out == desk.run("docs", "--json").out)
        let store = desk.store
        desk.environment["POSTIL_STORE"] = nil
        #expect(desk.run("--store", store, "docs").out == desk.run("docs", "--store", store).out)
        #expect(desk.run("--store", store, "docs").cells.count == 1)
    }

    @Test func theFlagBeatsTheVariableAndTheVariableTheDefault() throws {
        try desk.add(Desk.harbour)
        #expect(desk.run("--store", desk.folder.file("other"), "docs").out.isEmpty)
        desk.environment["XDG_DATA_HOME"] = desk.folder.path
        #expect(desk.run("docs").cells.count == 1)
        desk.environment["POSTIL_STORE"] = nil
        #expect(desk.run("docs").out.isEmpty)
        try desk.add(Desk.lighthouse)
        #expect(TemporaryFolder.names(desk.folder.file("postil")).contains("store.db"))
    }

    @Test func onANewMachineTheUsualFolderIsMadeAndAMistypedOneIsNot() throws {
        desk.environment["POSTIL_STORE"] = nil
        try desk.add(Desk.harbour)
        #expect(TemporaryFolder.names(desk.folder.file(".local/share/postil")).contains("store.db"))
        let mistyped = desk.run("--store", desk.folder.file("no/such"), "add", Desk.harbour)
        #expect(mistyped.status == 3 && mistyped.err.contains("no/such"))
        #expect(!TemporaryFolder.names(desk.folder.path).contains("no"))
    }
}
