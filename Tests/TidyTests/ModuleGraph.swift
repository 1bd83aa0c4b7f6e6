import Foundation

/// The modules that `Package.swift` declares, and what each may import.
struct ModuleGraph {
    /// Pure: no clock, no randomness, no I/O.
    static let values: Set = [
        "AnnotationModel", "Access", "CRDT", "CivilTime", "Formats", "HTTPMessage", "JSON",
        "Octets", "Query", "Reconciliation", "Replication", "TextAnchoring", "WireFormat",
    ]
    /// Pure as well: they decide, an adapter does.
    static let machines: Set = ["SyncEngine", "SyncHTTP"]
    static let compositions: Set = ["ClientCommands", "CommandLine", "PeerServer"]

    /// Modules by name, with the modules each uses; tests are under their folder's name.
    private(set) var uses: [String: Set<String>] = [:]
    private(set) var systems: Set<String> = []
    private(set) var programs: Set<String> = []
    private(set) var tests: Set<String> = []
    /// What lies among the tests and holds none: a second implementation that suites share.
    private(set) var supports: Set<String> = []

    /// Reads the lines `library("X", uses: ["Y"])` and their kin, however they are broken, and the
    /// package's own `.target` and `.systemLibrary` where no such line fits.
    init(manifest: String) {
        for call in Self.calls(in: manifest) {
            guard let name = call.name else { continue }
            switch call.function {
            case ".target" where call.path?.hasPrefix("Tests/") == true:
                uses[name] = Set(call.uses)
                supports.insert(name)
            case "library", ".target": uses[name] = Set(call.uses)
            case "system", ".systemLibrary":
                uses[name] = []
                systems.insert(name)
            case "program":
                uses[name] = Set(call.uses)
                programs.insert(name)
            default:
                uses[name + "Tests"] = Set(call.uses)
                tests.insert(name + "Tests")
            }
        }
    }

    /// How far up a module stands; it may use what stands no higher.
    func layer(_ module: String) -> Int {
        if Self.values.contains(module) { return 0 }
        if Self.machines.contains(module) { return 1 }
        if systems.contains(module) { return 2 }
        if programs.contains(module) { return 5 }
        if supports.contains(module) { return 4 }
        return Self.compositions.contains(module) ? 4 : 3
    }

    private struct Call {
        var function: String
        var name: String?
        var uses: [String]
        var path: String?
    }

    /// Strings are what matters here, so this reads the text itself.
    private static func calls(in manifest: String) -> [Call] {
        ["library", "system", "program", "tests", ".target", ".systemLibrary"].flatMap { function in
            manifest.components(separatedBy: "\n        \(function)(").dropFirst().map { rest in
                let body = String(rest.prefix { $0 != ")" })
                let uses =
                    text(after: "uses: [", in: body) ?? text(after: "dependencies: [", in: body)
                return Call(
                    function: function, name: strings(in: body).first,
                    uses: uses.map { list in strings(in: String(list.prefix { $0 != "]" })) } ?? [],
                    path: text(after: "path: ", in: body).flatMap { strings(in: $0).first })
            }
        }
    }

    private static func text(after label: String, in body: String) -> String? {
        body.range(of: label).map { String(body[$0.upperBound...]) }
    }

    private static func strings(in text: String) -> [String] {
        let parts = text.components(separatedBy: "\"")
        return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
    }
}
