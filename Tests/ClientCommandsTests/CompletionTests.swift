import CommandLine
import Foundation
import JSON
import Testing

/// What the shells are told, out of a store.
@Suite struct CompletionTests {
    let desk: Desk
    let mark: String

    init() throws {
        desk = try Desk()
        let path = desk.folder.file("a.txt")
        try Data("The mill\n\nIt grinds wheat for the town.\n".utf8)
            .write(to: URL(fileURLWithPath: path))
        desk.run("add", path)
        let marked = desk.run("mark", "@@", "grinds wheat", "-t", "todo", "-t", "mills", "--json")
        mark = try marked.json.string("id")
        desk.run("set", "new", "press")
    }

    private func complete(_ words: String...) -> [String] {
        desk.run(["__complete"] + words).out.split(separator: "\n").map {
            String($0.prefix { $0 != "\t" })
        }
    }

    @Test func commandsAndFlagsComeWithWhatTheyDo() {
        let answer = desk.run("__complete", "mar")
        #expect(answer.out == "mark\tHighlight a passage, with a comment if you like\n")
        #expect(answer.status == 0)
        #expect(complete("mark", "--clo") == ["--closest"])
        #expect(complete("") == complete())
        #expect(!complete("").contains("__complete"))
    }

    @Test func idsAreThoseOfTheStore() throws {
        let offered = complete("show", "")
        let id = try #require(offered.first { mark.hasPrefix($0) && $0 != "@" })
        #expect(complete("show", String(id.prefix(2))) == [id])
        #expect(complete("mark", "").first == "@@")
        #expect(complete("reply", "").first == "@")
        #expect(complete("reply", "7").isEmpty)
    }

    @Test func tagsSetsAndFixedWords() {
        #expect(complete("mark", "@@", "x", "-t", "") == ["mills", "todo"])
        #expect(complete("mark", "@@", "x", "--tag=to") == ["--tag=todo"])
        #expect(complete("tag", "@", "+m") == ["+mills"])
        #expect(complete("export", "--set", "p").sorted() == ["personal", "press"])
        #expect(complete("mark", "@@", "x", "-c", "p") == ["pink", "purple"])
        #expect(complete("set", "role", "press", "ada", "o") == ["owner"])
        #expect(complete("completion", "") == ["bash", "zsh", "fish"])
        #expect(complete("help", "que") == ["query"])
    }

    @Test func queriesAreCompletedPieceByPiece() {
        #expect(complete("list", "ta") == ["tag:"])
        #expect(complete("list", "tag:t") == ["tag:todo"])
        #expect(complete("list", "is:op") == ["is:open"])
        #expect(complete("list", "tag:todo", "set:pr") == ["set:press"])
        #expect(complete("list", "nonsense:").isEmpty)
    }

    @Test func filesAreTheShellsMatter() {
        #expect(complete("add", "x") == [":files"])
        #expect(complete("--store", "x") == [":folders"])
    }

    @Test func anotherStoreIsAskedWhenItIsNamed() {
        #expect(complete("--store", desk.folder.file("none"), "tag", "@", "+").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: desk.folder.file("none")))
    }

    @Test func aShellThatIsUnknownIsNamed() {
        let answer = desk.run("completion", "tcsh")
        #expect(answer.status == 2)
        #expect(answer.err.contains("postil completion zsh"))
    }

    @Test func manualPagesAreWrittenForAll() throws {
        let folder = desk.folder.file("man")
        let answer = desk.run("man", "-d", folder)
        #expect(answer.status == 0)
        let files = ["man1", "man7"].flatMap { TemporaryFolder.names(folder + "/" + $0) }
        #expect(files.contains("postil.1") && files.contains("postil-mark.1"))
        #expect(files.contains("postil-query.7"))
        #expect(!files.contains { $0.contains("__") })
        #expect(desk.run("man", "mark").out.hasPrefix(".Dd "))
        #expect(desk.run("man", "nonsense").status == 3)
    }
}
