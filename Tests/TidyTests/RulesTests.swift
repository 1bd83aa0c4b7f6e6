import Testing

@Suite("Each rule finds what it forbids, and only that")
struct RulesTests {
    private static let manifest = """
        let package = Package(
            targets: [
                library("Octets"),
                library("SQLite", uses: ["CSQLite"]),
                library(
                    "Storage",
                    uses: [
                        "Octets",
                        "SQLite",
                    ]),
                system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
                .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
                library("HTTPClient", uses: ["CCurl"]),
                program("postil", folder: "postil", uses: ["Storage"]),
                .target(
                    name: "MemoryStorage",
                    dependencies: [
                        "Octets", "SQLite",
                    ], path: "Tests/MemoryStorage", swiftSettings: settings),
                tests("Octets", uses: ["Octets"]),
            ]
        """
    private let graph = ModuleGraph(manifest: manifest)

    private func file(_ text: String, path: String = "Sources/Octets/A.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test("the manifest's lines are read, broken ones too")
    func manifestIsRead() {
        #expect(graph.uses["Storage"] == ["Octets", "SQLite"])
        #expect(graph.uses["Octets"] == [])
        #expect(graph.uses["OctetsTests"] == ["Octets"])
        #expect(graph.uses["postil"] == ["Storage"])
        #expect(graph.uses["MemoryStorage"] == ["Octets", "SQLite"])
        #expect(graph.systems == ["CSQLite", "CCurl"])
        #expect(graph.supports == ["MemoryStorage"])
        #expect(graph.uses.count == 9)
    }

    @Test(
        "an import is declared and of the right layer",
        arguments: [
            ("Sources/Storage/A.swift", "public import Octets", 0),
            ("Sources/Storage/A.swift", "import struct SQLite.Row", 0),
            ("Sources/Storage/A.swift", "import Glibc", 0),
            ("Sources/Storage/A.swift", "import CSQLite", 1),
            ("Sources/Storage/A.swift", "import Foundation", 1),
            ("Sources/Octets/A.swift", "import Glibc", 1),
            ("Sources/Octets/A.swift", "@preconcurrency import Synchronization", 1),
            ("Sources/Octets/A.swift", "// import Glibc", 0),
            ("Sources/Unknown/A.swift", "", 1),
            ("Tests/OctetsTests/A.swift", "@testable import Octets\nimport Foundation", 0),
            ("Tests/OctetsTests/A.swift", "import Storage", 1),
        ])
    func imports(path: String, text: String, count: Int) {
        #expect(Rules.imports(file(text, path: path), graph: graph).count == count)
    }

    @Test(
        "uses that point up, past the adapters, or nowhere are found",
        arguments: [
            (#"library("Octets", uses: ["Storage"]),"#, 1),
            (#"library("CommandLine", uses: ["CSQLite"]),"#, 2),
            (#"library("Other", uses: ["CSQLite"]),"#, 1),
            (#"library("Other", uses: ["Nowhere"]),"#, 1),
            (#"library("Other", uses: ["Octets"]),"#, 0),
            (#"library("Other", uses: ["MemoryStorage"]),"#, 1),
            (#"tests("Other", uses: ["MemoryStorage"]),"#, 0),
            (#"system("CZstd", pkgConfig: "z", apt: "z"),"#, 1),
        ])
    func layers(line: String, count: Int) {
        let changed = ModuleGraph(manifest: Self.manifest + "\n        " + line)
        #expect(Rules.layers(graph).isEmpty)
        #expect(Rules.layers(changed).count == count)
    }

    @Test(
        "forced and printed things are found",
        arguments: [
            "a!", "a()!.b", "a[0]!", "a?.b!", "try! a()", "a as! B", "var a: B!", "\"\\(a!)\"",
            "fatalError()", "fatalError(\"a\")", "print(a)",
        ])
    func bannedWords(text: String) {
        #expect(Rules.bannedWords(file(text)).count == 1)
    }

    @Test(
        "what only looks like it is not",
        arguments: [
            "a != b", "a!=b", "!a", "(!a)", "a && !b", "// a!", "\"a!\"", "try? a()", "a as? B",
            "out.print(a)", "func print(_ a: B)", "printed(a)", "let fatalError = 1", "#if !DEBUG",
        ])
    func allowedWords(text: String) {
        #expect(Rules.bannedWords(file(text)).isEmpty)
    }

    @Test("programs may print")
    func programsPrint() {
        #expect(Rules.bannedWords(file("print(a)", path: "Sources/postil/A.swift")).isEmpty)
    }

    @Test(
        "a reason stands right above, in the comment, and says something",
        arguments: [
            ("// Sendable: C owns it.\nextension A: @unchecked Sendable {}", 0),
            ("// Sendable: C owns it,\n// and frees it.\nnonisolated(unsafe) let a = b", 0),
            ("/// A thing.\n// Sendable: C owns it.\nnonisolated(unsafe) let a = b", 0),
            ("extension A: @unchecked Sendable {}", 1),
            ("// C owns it.\nnonisolated(unsafe) let a = b", 1),
            ("// Sendable: C owns it.\nlet c = d\nnonisolated(unsafe) let a = b", 1),
            ("// Sendable: C owns it.\n\nnonisolated(unsafe) let a = b", 1),
            ("nonisolated func a() {}", 0),
        ])
    func sendableReasons(text: String, count: Int) {
        #expect(Rules.sendableReasons(file(text)).count == count)
    }

    @Test("a limit is kept at the limit and broken one past it")
    func lengths() {
        let line = String(repeating: "é", count: Rules.columnsMax)
        #expect(Rules.columns(file(line)).isEmpty)
        #expect(
            Rules.columns(file("a\n" + line + "é")) == ["Sources/Octets/A.swift:2: 101 columns"])

        let long = String(repeating: "\n", count: Rules.fileLinesMax)
        #expect(Rules.length(file(long), exceptions: [:]).isEmpty)
        #expect(Rules.length(file(long + "\n"), exceptions: [:]).count == 1)
        #expect(
            Rules.length(file(long + "\n"), exceptions: ["Sources/Octets/A.swift": "data"]).isEmpty)
    }

    @Test(
        "functions are measured from their keyword to their last brace",
        arguments: [
            "func f(a: A) -> B", "init?(a: A) throws(E)", "deinit", "var f: B",
            "subscript(a: A) -> B",
        ])
    func functions(head: String) {
        func body(_ count: Int) -> SourceFile {
            let lines = String(repeating: "    if a { b }\n", count: count - 2)
            return file("struct S {\n\(head) {\n\(lines)}\nlet c = d\n}")
        }
        #expect(Rules.functions(body(Rules.functionLinesMax)).isEmpty)
        #expect(Rules.functions(body(Rules.functionLinesMax + 1)).count == 1)
    }

    @Test(
        "a public type gives its file the name",
        arguments: [
            ("public struct A {}", 0),
            ("public struct A {}\npublic enum B { case c }", 0),
            ("public struct A { public struct B {} }", 0),
            ("extension A { public func b() {} }", 0),
            ("public let a = 1\nstruct B {}", 0),
            ("public struct B {}", 1),
            ("public struct A {}\npublic final class B {}", 1),
            ("public struct A {}\npublic enum B {\n" + String(repeating: "\n", count: 20) + "}", 1),
        ])
    func publicTypes(text: String, count: Int) {
        #expect(Rules.publicTypes(file(text)).count == count)
    }

    @Test("work left in a comment is found, in a string it is not")
    func unfinished() {
        #expect(Rules.unfinished(file("// TODO: a\n/* FIXME */ \"TODO\"")).count == 2)
        #expect(Rules.unfinished(file("// todos are a list\nlet TODO = 1")).isEmpty)
    }

    @Test("a chapter that is not there is found")
    func chapters() {
        let text =
            "/// See (Protocol/01-model.md, 2) and Protocol/99-none.md.\n\"Protocol/98-none.md\""
        let findings = Rules.chapters(file(text)) { $0 == "Protocol/01-model.md" }
        #expect(findings == ["Sources/Octets/A.swift:1: there is no Protocol/99-none.md"])
    }

    @Test("a machine's path is found, an address or a relative path is not")
    func machinePaths() {
        let path = "/" + "work" + "/a"
        #expect(Rules.machinePaths(path: "f", text: "a\ncd \(path)") == ["f:2: names /" + "work/"])
        #expect(Rules.machinePaths(path: "f", text: "\(path)\n\"\(path)\"").count == 2)
        #expect(
            Rules.machinePaths(path: "f", text: "example.org\(path) ..\(path) a\(path)").isEmpty)
    }
}
