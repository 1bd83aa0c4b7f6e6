import CommandLine

/// One configuration file that was read.
struct ConfigLayer {
    /// Whose word it is; the first beats those below.
    enum Kind: String, CaseIterable {
        case project
        case user
        case system
    }

    let kind: Kind
    let path: String
    let text: ConfigText

    /// What the file says of a name, unless it has no right to say it.
    func entry(_ name: String) -> ConfigEntry? { mayDecide(name) ? text.entry(name) : nil }

    /// Whether the file may decide this: a folder that came from elsewhere starts no program.
    func mayDecide(_ name: String) -> Bool {
        kind != .project || ConfigKey.ofProjects.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// What a person should know of the file, a line each.
    var warnings: [String] {
        var warnings: [String] = []
        for entry in text.entries {
            let place = "\(path), line \(entry.line)"
            if !mayDecide(entry.name) {
                warnings.append(
                    "\(place): \(entry.name) is not obeyed; a project may set set, tag and store")
            } else if entry.name.hasPrefix(ConfigKey.alias) {
                let alias = String(entry.name.dropFirst(ConfigKey.alias.count))
                if PostilTable.table.command([alias]) != nil {
                    warnings.append("\(place): \(entry.name) is not used; it is a command's name")
                }
            } else if ConfigKey.named(entry.name) == nil {
                let question = Suggestion.question(entry.name, ConfigKey.all.map(\.name))
                warnings.append("\(place): there is no setting “\(entry.name)”\(question)")
            }
        }
        return warnings
    }
}
