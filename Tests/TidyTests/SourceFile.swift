/// One Swift file, scanned once for all rules.
struct SourceFile {
    /// From the root of the package, such as `Sources/Octets/Alphabet.swift`.
    let path: String
    let lines: [Substring]
    let tokens: [SwiftScanner.Token]
    let comments: [SwiftScanner.Comment]

    init(path: String, text: String) {
        let scanner = SwiftScanner(text)
        self.path = path
        tokens = scanner.tokens
        comments = scanner.comments
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The folder below `Sources` or `Tests`.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// `Type` of `Type.swift` and of `Type+Facet.swift`.
    var subject: String {
        let name = path.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." && $0 != "+" })
    }

    /// The modules that the file imports, in order.
    var imports: [(name: String, line: Int)] {
        let kinds = ["struct", "class", "enum", "protocol", "typealias", "func", "var", "let"]
        return tokens.indices.compactMap { index in
            guard tokens[index].text == "import", tokens[index].isWord else { return nil }
            let names = tokens[(index + 1)...].prefix(2).filter { $0.line == tokens[index].line }
            guard let name = names.first(where: { !kinds.contains($0.text) }) else { return nil }
            return (name.text, name.line)
        }
    }

    /// What one rule found, in the form that editors jump to.
    func finding(_ line: Int, _ message: String) -> String {
        "\(path):\(line): \(message)"
    }
}
