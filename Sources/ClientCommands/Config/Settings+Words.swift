import CommandLine

extension Settings {
    /// The store's folder; nil where nobody named one. A path in a file counts from the file's
    /// folder, `~/` from the person's.
    func storeFolder(_ command: ParsedCommand) throws -> String? {
        guard let value = try value(.store, command) else { return nil }
        guard case .file(let path, _) = value.origin, !value.text.hasPrefix("/") else {
            return value.text
        }
        if value.text.utf8.elementsEqual("~".utf8) || value.text.hasPrefix("~/") {
            return (environment["HOME"] ?? ".") + value.text.dropFirst()
        }
        return ConfigFiles.folder(of: path) + "/" + value.text
    }

    /// When to colour: the flag, then variables, then the files.
    ///
    /// - Parameter word: what the flag says; nil if it was not said.
    func colourRule(_ word: String?) throws -> ColourRule {
        func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
        if let word {
            if let rule = ColourRule(rawValue: word) { return rule }
            throw CommandFailure(
                .usage, code: "usage", "--color takes auto, always or never, not “\(word)”",
                hints: ["the colour of a highlight is -c, --colour"])
        }
        if isSet("NO_COLOR") { return .never }
        let forced = environment["CLICOLOR_FORCE"] ?? ""
        if isSet("FORCE_COLOR") || !(forced.isEmpty || forced == "0") { return .always }
        return try value(.colour).flatMap { ColourRule(rawValue: $0.text) } ?? .auto
    }

    /// The tags of what is made: those of the flags, else those of the files.
    func tags(_ command: ParsedCommand) throws -> [String] {
        if command.has("tag") { return command.values("tag") }
        let words = try value(.tag)?.text.unicodeScalars.split(separator: " ") ?? []
        return words.map { String($0) }
    }

    /// The editor's command line.
    func editor() throws -> String { try value(.editor)?.text ?? "vi" }

    /// The pager's command line; nil for none.
    func pager() throws -> String? {
        let pager = try value(.readPager)?.text ?? "less -FIRX"
        let isNone = pager.isEmpty || pager.utf8.elementsEqual("cat".utf8)
        return isNone ? nil : pager
    }
}
