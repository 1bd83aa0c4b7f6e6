import Testing

/// The rules held against the package itself; `RulesTests` shows that each of them can fail.
@Suite("The package keeps its rules")
struct SourcesTests {
    /// Files that may be longer than the rule allows, and why.
    static let longFiles: [String: String] = [:]

    private let sources: [SourceFile]
    private let tests: [SourceFile]
    private let graph: ModuleGraph

    init() throws {
        sources = try Repository.swiftFiles(below: "Sources")
        tests = try Repository.swiftFiles(below: "Tests")
        graph = ModuleGraph(manifest: try Repository.text("Package.swift"))
    }

    private func expectNone(_ findings: [String]) {
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test("every folder of Sources and Tests is a declared module, and the other way round")
    func modulesAreDeclared() {
        let folders = Set((sources + tests).map(\.module))
        let declared = Set(graph.uses.keys).subtracting(graph.systems)
        #expect(folders == declared)
        #expect(graph.uses.count > 20)
    }

    @Test("modules import what they declare and what their layer allows")
    func imports() {
        expectNone((sources + tests).flatMap { Rules.imports($0, graph: graph) })
    }

    @Test("uses point down, adapters alone reach C, and each C module has one importer")
    func layers() {
        expectNone(Rules.layers(graph))
    }

    @Test("nothing in Sources can end the program or print past the printer")
    func bannedWords() {
        expectNone(sources.flatMap(Rules.bannedWords))
    }

    @Test("a check switched off by hand says why that is safe")
    func sendableReasons() {
        expectNone((sources + tests).flatMap(Rules.sendableReasons))
    }

    @Test("files, functions and lines have the length that a reader can hold")
    func lengths() {
        expectNone(sources.flatMap { Rules.length($0, exceptions: Self.longFiles) })
        expectNone((sources + tests).flatMap(Rules.functions))
        expectNone((sources + tests).flatMap(Rules.columns))
    }

    @Test("the list of long files names none that is gone or has become short")
    func longFilesAreLong() {
        let long = sources.filter { !Rules.length($0, exceptions: [:]).isEmpty }.map(\.path)
        #expect(Set(Self.longFiles.keys).isSubset(of: long))
    }

    @Test("a file has one public type and bears its name")
    func publicTypes() {
        expectNone(sources.flatMap(Rules.publicTypes))
    }

    @Test("no comment leaves work for later")
    func unfinished() {
        expectNone((sources + tests).flatMap(Rules.unfinished))
    }

    @Test("chapters that comments refer to exist")
    func chapters() {
        expectNone((sources + tests).flatMap { Rules.chapters($0, exists: Repository.exists) })
    }

    @Test("no file names a path of the machine it was written on")
    func machinePaths() throws {
        expectNone(
            try Repository.files(below: "").flatMap { path in
                Rules.machinePaths(path: path, text: try Repository.text(path))
            })
    }
}
