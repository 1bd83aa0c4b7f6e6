/// What a file may import: what its module declares, and of the toolchain what its layer allows.
extension Rules {
    /// Adapters and what stands above them; whole Foundation would cost every command its start.
    static let toolchain: Set = ["Dispatch", "FoundationEssentials", "Glibc", "Synchronization"]
    static let testToolchain = toolchain.union(["Foundation", "FoundationNetworking", "Testing"])

    static func imports(_ file: SourceFile, graph: ModuleGraph) -> [String] {
        let module = file.module
        guard let declared = graph.uses[module] else {
            return [file.finding(1, "Package.swift declares no module \(module)")]
        }
        let isPure = graph.layer(module) < 2
        let allowed = graph.tests.contains(module) ? testToolchain : isPure ? [] : toolchain
        return file.imports.compactMap { name, line in
            if declared.contains(name) || allowed.contains(name) { return nil }
            if graph.uses[name] != nil {
                return file.finding(line, "\(module) does not declare that it uses \(name)")
            }
            return file.finding(line, "\(module) may not import \(name)")
        }
    }

    /// Uses point down, C is reached by adapters, and each C module has one importer.
    static func layers(_ graph: ModuleGraph) -> [String] {
        var findings: [String] = []
        for (module, uses) in graph.uses.sorted(by: { $0.key < $1.key }) {
            for used in uses.sorted() {
                if graph.uses[used] == nil {
                    findings.append("\(module) uses \(used), which Package.swift does not declare")
                } else if !graph.tests.contains(module), !graph.supports.contains(used),
                    graph.layer(used) > graph.layer(module)
                {
                    findings.append("\(module) uses \(used), which stands above it")
                }
                if graph.supports.contains(used), !graph.tests.contains(module),
                    !graph.supports.contains(module)
                {
                    findings.append("\(module) uses \(used), which lies among the tests")
                }
                if graph.systems.contains(used),
                    graph.layer(module) != 3 || graph.tests.contains(module)
                {
                    findings.append("\(module) uses \(used) and is no adapter")
                }
            }
        }
        for system in graph.systems.sorted() {
            let importers = graph.uses.filter { $0.value.contains(system) }.keys.sorted()
            if importers.count != 1 {
                findings.append("\(system) has \(importers.count) importers, not one: \(importers)")
            }
        }
        return findings
    }
}
