import ClientCommands
import Foundation
import Glibc
import JSON
import Testing

/// `config get set unset list path edit`, and files that are wrong.
@Suite struct ConfigTests {
    let desk: Desk
    let path: String

    init() throws {
        desk = try Desk()
        path = desk.folder.file(".config/postil/config")
    }

    private var file: String? {
        TemporaryFolder.octets(path).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func aSettingIsKeptAndForgotten() throws {
        #expect(desk.run("config", "path").out == path + "\n")
        #expect(desk.run("config", "get", "read.width").status == 3)
        let set = desk.run("config", "set", "read.width", "60")
        #expect(set.status == 0 && set.out.contains(path) && set.err.isEmpty)
        #expect(file == "[read]\n    width = 60\n")
        #expect(desk.run("config", "get", "Read.Width").out == "60\n")
        #expect(try desk.json("config", "get", "read.width").string("origin") == "\(path):2")
        #expect(desk.run("config", "unset", "read.width").status == 0)
        #expect(desk.run("config", "get", "read.width").status == 3)
        #expect(desk.run("config", "unset", "read.width").status == 3)
        #expect(TemporaryFolder.names(desk.folder.file(".config/postil")) == ["config"])
        #expect(TemporaryFolder.names(desk.folder.path) == [".config"])
    }

    @Test func aListSaysWhereEachValueIsFrom() throws {
        desk.environment["POSTIL_PAGER"] = "more"
        desk.run("config", "set", "user.name", "Ada Lovelace")
        try desk.folder.put("[color]\nui = never\n", "system-config")
        try desk.folder.put("set = press\n", ".postil")
        desk.run("config", "set", "alias.todo", "list tag:todo")
        let cells = desk.run("config", "list", "--origin").cells
        #expect(
            cells == [
                ["user.name", "Ada Lovelace", "\(path):2"],
                ["read.pager", "more", "variable POSTIL_PAGER"],
                ["core.store", desk.store, "variable POSTIL_STORE"],
                ["core.set", "press", "\(desk.folder.file(".postil")):1"],
                ["color.ui", "never", "\(desk.folder.file("system-config")):2"],
                ["alias.todo", "list tag:todo", "\(path):5"],
            ])
        #expect(desk.run("config", "list").cells.allSatisfy { $0.count == 2 })
        let items = try desk.run("config", "list", "--json").items
        #expect(try items.map { try $0.string("value") } == cells.map { $0[1] })
    }

    @Test func theFileIsChosenByFlagThenVariableThenFolder() throws {
        let flag = desk.folder.file("flag"), variable = desk.folder.file("variable")
        #expect(desk.run("config", "set", "read.width", "50", "--config", flag).status == 0)
        #expect(desk.run("--config=" + flag, "config", "get", "read.width").out == "50\n")
        desk.environment["XDG_CONFIG_HOME"] = desk.folder.file("xdg")
        #expect(desk.run("config", "path").out == desk.folder.file("xdg/postil/config\n"))
        desk.environment["POSTIL_CONFIG"] = variable
        #expect(desk.run("config", "path").out == variable + "\n")
        #expect(desk.run("config", "path", "--config", flag).out == flag + "\n")
        let missing = desk.run("docs", "--config", desk.folder.file("none"))
        #expect(missing.status == 3 && missing.err.contains("config set KEY VALUE"))
        desk.environment["POSTIL_CONFIG"] = "/dev/null"
        #expect(desk.run("config", "get", "read.width").status == 3)
    }

    @Test func anUnknownKeyIsNotSetAndInAFileAWarningWithAGuess() throws {
        let set = desk.run("config", "set", "read.widht", "60")
        #expect(set.status == 2 && set.err.contains("“read.width”"))
        #expect(desk.run("config", "set", "read.width", "60").status == 0)
        let path = try desk.json("config", "path").string("path")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacingOccurrences(of: "width", with: "widht")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let other = desk.run("docs")
        #expect(other.status == 0 && other.err.contains("line 2") && other.err.contains("widht"))
        #expect(desk.run("docs", "--json").err.isEmpty)
        #expect(desk.run("docs", "-q").err.isEmpty)
        #expect(desk.run("config", "get", "core.edito").err.contains("“core.editor”"))
    }

    @Test(arguments: [
        ("read.width", "wide"), ("read.width", "1"), ("color.ui", "sometimes"), ("core.store", ""),
        ("user.name", ""), ("alias.x", "list 'a"), ("alias.x", " "), ("alias.list", "docs"),
        ("alias.help", "docs"), ("core.tag", " "), ("user.name", "a\u{1B}b"), ("nothing", "x"),
        ("a.b.c", "x"), ("user.name", String(repeating: "x", count: 300)),
    ])
    func whatAKeyCannotHaveIsNotWritten(key: String, value: String) {
        let set = desk.run("config", "set", key, value)
        #expect(set.status == 2 && set.err.contains("hint: "))
        #expect(file == nil)
    }

    @Test func aWrongValueInAFileNamesFileAndLine() throws {
        let article = try desk.add(Desk.harbour)
        try desk.folder.put("\n[read]\nwidth = wide\n", "config")
        desk.environment["POSTIL_CONFIG"] = desk.folder.file("config")
        let read = desk.run("read", article)
        #expect(read.status == 1)
        #expect(read.err.contains("“wide”") && read.err.contains("config, line 3"))
        #expect(desk.run("read", article, "--width", "60").status == 0)
        #expect(desk.run("docs").status == 0)
    }

    @Test func aFileThatIsWrongStopsAllButWhatMendsIt() throws {
        try desk.folder.put("[read]\nwidth\n", "config")
        desk.environment["POSTIL_CONFIG"] = desk.folder.file("config")
        for command in [["docs"], ["todo"], ["config", "list"], ["config", "set", "a.b", "c"]] {
            let answer = desk.run(command)
            #expect(answer.status == 1 && answer.out.isEmpty)
            #expect(answer.err.contains("config, line 2") && answer.err.contains("config edit"))
            #expect(try desk.run(command + ["--json"]).problem.string("code") == "bad-config")
        }
        for command in [["help"], ["version"], ["help", "config"], ["docs", "-h"]] {
            #expect(desk.run(command).status == 0)
        }
        desk.isTerminal = true
        desk.editor = { $0 + "= 60" }
        #expect(desk.run("config", "edit").status == 1)
        desk.editor = { text in String(text.dropLast()) + " = 60\n" }
        #expect(desk.run("config", "edit").status == 0)
        #expect(desk.run("config", "get", "read.width").out == "60\n")
    }

    @Test func theEditorShowsWhatMayBeSetAndKeepsAWrongDraft() throws {
        #expect(desk.run("config", "edit").status == 7)
        desk.isTerminal = true
        desk.environment["VISUAL"] = "ed"
        desk.editor = { text in
            #expect(text.contains("#   width =") && text.contains("[alias]"))
            return text + "\n[read]\nwidth = 70\nnothing\n"
        }
        let wrong = desk.run("config", "edit")
        #expect(wrong.status == 1 && wrong.err.contains("your text is kept in"))
        #expect(file == nil)
        #expect(desk.edited?.command == "ed")
        #expect(desk.edited?.folder == desk.folder.file(".config/postil"))
        desk.editor = { $0 + "\n[read]\nwidth = 70\n[reed]\nwidth = 1\n" }
        let right = desk.run("config", "edit")
        #expect(right.status == 0 && right.err.contains("reed.width"))
        #expect(desk.run("config", "get", "read.width", "-q").out == "70\n")
        desk.editor = { $0 }
        #expect(desk.run("config", "edit").out.contains("Unchanged"))
    }

    @Test func aLinkToAFileStaysALink() throws {
        try desk.folder.put("[read]\nwidth = 60\n", "dotfile")
        let link = desk.folder.file("link")
        #expect(symlink(desk.folder.file("dotfile"), link) == 0)
        #expect(desk.run("config", "set", "read.width", "61", "--config", link).status == 0)
        let octets = TemporaryFolder.octets(desk.folder.file("dotfile"))
        #expect(octets == Array("[read]\nwidth = 61\n".utf8))
    }

    @Test func aProjectDecidesWhatItMayAndNothingElse() throws {
        try desk.folder.put("set = press\ntag = a b\n[read]\npager = evil\n", ".postil")
        desk.run("set", "new", "press")
        let added = desk.run("add", Desk.harbour)
        #expect(added.err.contains("read.pager is not obeyed") && added.err.contains("line 4"))
        #expect(try desk.run("docs", "--json").items.first?.string("set") == "press")
        #expect(desk.run("config", "get", "read.pager").status == 3)
        let id = try desk.id("mark", "@@", "learned to wait")
        #expect(try desk.shown(id)["tags"]?.strings == ["a", "b"])
        let tagged = try desk.json("mark", "@@", "learned to wait", "-t", "c")
        #expect(tagged["tags"]?.strings == ["c"])
        let note = try desk.json("note", "@@", "-m", "x")
        #expect(note["tags"]?.strings == ["a", "b"])
    }

    @Test func aFolderInPlaceOfAProjectsFileIsNone() throws {
        #expect(mkdir(desk.folder.file(".postil"), 0o700) == 0)
        #expect(desk.run("docs").err.isEmpty)
        #expect(mkdir(desk.folder.file("system-config"), 0o700) == 0)
        #expect(desk.run("docs").err.contains("system-config"))
    }

    @Test func ownNotesBearTheNameOfTheSettings() throws {
        try desk.add(Desk.harbour)
        let id = try desk.id("mark", "@@", "learned to wait")
        #expect(try desk.shown(id).at("creator", "name")?.string == "me")
        desk.run("config", "set", "user.name", "Ada")
        #expect(try desk.shown(id).at("creator", "name")?.string == "Ada")
    }

    @Test func aStoreInAFileCountsFromItsFolder() throws {
        desk.environment["POSTIL_STORE"] = nil
        try desk.folder.put("[core]\nstore = ~/notes\n", ".config-file")
        desk.environment["POSTIL_CONFIG"] = desk.folder.file(".config-file")
        try desk.add(Desk.harbour)
        #expect(TemporaryFolder.names(desk.folder.file("notes")).contains("store.db"))
        try desk.folder.put("store = here\n", ".postil")
        try desk.add(Desk.lighthouse)
        #expect(TemporaryFolder.names(desk.folder.file("here")).contains("store.db"))
    }

    @Test func theServerOfALogInMayBeSet() {
        #expect(desk.run("login", "--invite", "X").status == 2)
        desk.run("config", "set", "sync.server", "http://notes.invalid")
        let login = desk.run("login", "--invite", "X")
        #expect(login.status != 2 && login.err.contains("notes.invalid"))
    }
}
