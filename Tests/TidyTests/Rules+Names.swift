import Foundation

/// What no source may say, and what it must explain.
extension Rules {
    /// Where text may go to standard output; all other modules hand theirs to a program.
    static let printingModules: Set = ["postil", "postil-server"]

    /// Force unwraps, forced tries and casts, traps, stray output.
    static func bannedWords(_ file: SourceFile) -> [String] {
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            let token = tokens[index]
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            let before = index > 0 ? tokens[index - 1] : nil
            switch token.text {
            case "!":
                guard let before, token.isGlued, endsValue(before) else { return nil }
                if let next, next.text == "=", next.isGlued { return nil }
                let forced =
                    ["try", "as"].contains(before.text) ? before.text + "!" : "a force unwrap"
                return file.finding(token.line, "\(forced) ends the program when it is wrong")
            case "fatalError" where next?.text == "(":
                return file.finding(
                    token.line, "fatalError ends the program: throw, or precondition")
            case "print" where next?.text == "(" && next?.isGlued == true:
                if printingModules.contains(file.module) { return nil }
                if let before, [".", "func"].contains(before.text) { return nil }
                return file.finding(token.line, "print belongs to the programs")
            default: return nil
            }
        }
    }

    /// Whether a `!` right after the token would be postfix.
    private static func endsValue(_ token: SwiftScanner.Token) -> Bool {
        token.isWord || [")", "]", "}", "\"", "?", ">", "`"].contains(token.text)
    }

    /// Checks switched off by hand give their reason in a comment that begins `Sendable:`.
    static func sendableReasons(_ file: SourceFile) -> [String] {
        let tokens = file.tokens
        let comments = Dictionary(grouping: file.comments, by: \.line)
        let code = Set(tokens.map(\.line))
        return tokens.indices.compactMap { index in
            let words = tokens[index...].prefix(3).map(\.text)
            let isUnchecked = words.starts(with: ["@", "unchecked"])
            let isUnsafe = words.starts(with: ["nonisolated", "(", "unsafe"])
            guard isUnchecked || isUnsafe else { return nil }
            var line = tokens[index].line
            repeat {
                for comment in comments[line] ?? [] {
                    let words = comment.text.drop { $0 == "/" || $0 == "*" || $0 == " " }
                    if words.hasPrefix("Sendable: ") { return nil }
                }
                line -= 1
            } while comments[line] != nil && !code.contains(line)
            return file.finding(
                tokens[index].line, "no comment `// Sendable:` says why this is safe")
        }
    }

    /// Work that is left goes into an issue.
    static func unfinished(_ file: SourceFile) -> [String] {
        file.comments.compactMap { comment in
            let words = comment.text.split { !$0.isLetter }
            let found = words.first { ["TODO", "FIXME", "XXX"].contains($0) }
            return found.map { file.finding(comment.line, "\($0) in a comment") }
        }
    }

    /// Chapters that comments refer to and that `exists` does not know.
    static func chapters(_ file: SourceFile, exists: (String) -> Bool) -> [String] {
        file.comments.flatMap { comment in
            comment.text.components(separatedBy: "Protocol/").dropFirst().compactMap { rest in
                let name = rest.prefix { $0.isLetter || $0.isNumber || "-./".contains($0) }
                guard let end = name.range(of: ".md") else { return nil }
                let path = "Protocol/" + name[..<end.upperBound]
                return exists(path) ? nil : file.finding(comment.line, "there is no \(path)")
            }
        }
    }
}
