import CommandLine

/// What configuration files, the environment and flags say together.
///
/// A flag beats the environment, which beats the project's file, the person's, and the machine's;
/// variables of all programs, such as `PAGER`, come behind the files.
struct Settings {
    /// Where a value is from.
    enum Origin {
        case flag(String)
        case variable(String)
        case file(path: String, line: Int)

        var text: String {
            switch self {
            case .flag(let name): "flag --\(name)"
            case .variable(let name): "variable \(name)"
            case .file(let path, let line): "\(path):\(line)"
            }
        }
    }

    struct Value {
        let text: String
        let origin: Origin
    }

    /// The files, the strongest first.
    var layers: [ConfigLayer] = []
    var environment: [String: String] = [:]

    /// The value of a key; nil if nobody set it.
    ///
    /// - Throws: `CommandFailure` for a value in a file that the key cannot have.
    func value(_ key: ConfigKey, _ command: ParsedCommand? = nil) throws -> Value? {
        guard let found = found(key, command) else { return nil }
        if case .file(let path, let line) = found.origin, let complaint = key.complaint(found.text)
        {
            throw CommandFailure(
                .failed, code: "bad-config",
                "\(key.name) cannot be “\(found.text)”: \(complaint)",
                evidence: ["set in \(path), line \(line)"],
                hints: ["postil config edit   ·   all settings: postil help settings"])
        }
        return found
    }

    /// The same, whatever it is worth.
    func found(_ key: ConfigKey, _ command: ParsedCommand? = nil) -> Value? {
        if let flag = key.flag, let text = command?.value(flag), !text.isEmpty {
            return Value(text: text, origin: .flag(flag))
        }
        if let name = key.variable, let text = variable(name) { return text }
        if let value = stored(key.name) { return value }
        for name in key.general { if let value = variable(name) { return value } }
        return nil
    }

    /// What the files say of a name.
    func stored(_ name: String) -> Value? {
        for layer in layers {
            guard let entry = layer.entry(name) else { continue }
            return Value(
                text: entry.value, origin: .file(path: layer.path, line: entry.line))
        }
        return nil
    }

    private func variable(_ name: String) -> Value? {
        guard let text = environment[name], !text.isEmpty else { return nil }
        return Value(text: text, origin: .variable(name))
    }

    /// Everything that is set, by name: the known keys in their order, then all others.
    func all(_ command: ParsedCommand? = nil) -> [(name: String, value: Value)] {
        var result = ConfigKey.all.compactMap { key in found(key, command).map { (key.name, $0) } }
        var seen = Set(ConfigKey.all.map { Array($0.name.utf8) })
        let names = layers.flatMap { layer in
            layer.text.entries.map(\.name).filter { layer.mayDecide($0) }
        }
        let others = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for name in others where seen.insert(Array(name.utf8)).inserted {
            if let value = stored(name) { result.append((name, value)) }
        }
        return result
    }

    /// What a person should know of the files, a line each.
    var warnings: [String] { layers.flatMap(\.warnings) }
}
