import CommandLine
import Foundation
import JSON
import Testing

/// Markdown files that a person writes in.
@Suite struct OwnFileTests {
    let desk: Desk
    private let folder: String

    init() throws {
        desk = try Desk()
        folder = desk.folder.file("notes")
        try desk.add(Desk.harbour)
        desk.run("mark", "@@", "learned to wait", "-m", "one")
    }

    private func export(_ more: String...) -> Desk.Answer {
        desk.run(["export", "--to", "markdown", "-o", folder] + more)
    }

    private func file() throws -> String {
        folder + "/" + (try #require(TemporaryFolder.names(folder).first))
    }

    @Test func whatNobodyChangedIsWrittenAnew() throws {
        #expect(export().status == 0)
        let first = try String(contentsOfFile: file(), encoding: .utf8)
        #expect(first.contains("\npostil-sum: "))
        desk.run("edit", "@", "-m", "two")
        #expect(export().status == 0)
        let second = try String(contentsOfFile: file(), encoding: .utf8)
        #expect(second.contains("two") && second != first)
        #expect(TemporaryFolder.names(folder).count == 1)
    }

    @Test func whatAPersonWroteIsKeptUnlessForced() throws {
        #expect(export().status == 0)
        let path = try file()
        var text = try String(contentsOfFile: path, encoding: .utf8)
        text += "My own words.\n"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let refused = export()
        #expect(refused.status == 6 && refused.out.contains(path))
        #expect(refused.out.contains("--force"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        #expect(
            try desk.run("export", "--to", "markdown", "-o", folder, "--json").json
                .array("kept").compactMap(\.string) == [path])
        #expect(export("--force").status == 0)
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("My own words."))
        #expect(export().status == 0)
    }

    @Test func aFileOfSomebodyElseIsKept() throws {
        #expect(export().status == 0)
        let path = try file()
        for text in ["", "Mine.", "---\ntitle: x\n---\n", "---\npostil-sum: \n---\n"] {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(export().status == 6)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }
}
