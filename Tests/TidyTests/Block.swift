/// A declaration with a body in braces.
struct Block {
    enum Kind {
        case function
        case type
    }

    let kind: Kind
    /// `struct`, `func`, `init` and so on.
    let keyword: String
    /// The word after the keyword; for an initializer the keyword itself.
    let name: String
    let isPublic: Bool
    /// How many braces are open around it.
    let depth: Int
    /// Of the keyword, from 1.
    let firstLine: Int
    /// Of the closing brace.
    let lastLine: Int

    var lineCount: Int { lastLine - firstLine + 1 }

    private static let types = ["struct", "class", "enum", "actor", "protocol"]
    private static let functions = ["func", "init", "deinit", "subscript", "var"]

    /// Every declared type and function of a file, by counting braces; a computed property is a
    /// function.
    static func all(in file: SourceFile) -> [Block] {
        var result: [Block] = []
        var open: [(header: Range<Int>, line: Int)] = []
        var headerStart = 0
        for (index, token) in file.tokens.enumerated() {
            if token.text == "{" {
                open.append((headerStart..<index, token.line))
                headerStart = index + 1
            } else if token.text == "}" {
                headerStart = index + 1
                guard let (header, _) = open.popLast() else { continue }
                let head = file.tokens[header]
                if let block = Block(head: head, depth: open.count, lastLine: token.line) {
                    result.append(block)
                }
            }
        }
        return result
    }

    /// Reads the tokens between the brace before and the body's own.
    private init?(head: ArraySlice<SwiftScanner.Token>, depth: Int, lastLine: Int) {
        func isDeclaration(_ index: Int) -> Bool {
            let token = head[index]
            guard token.isWord,
                Self.types.contains(token.text) || Self.functions.contains(token.text)
            else { return false }
            // `.init(…)` is a call and `AnyObject & class` no type of its own.
            return index == head.startIndex || head[index - 1].text != "."
        }
        guard let index = head.indices.last(where: isDeclaration) else { return nil }
        let rest = head[(index + 1)...]
        keyword = head[index].text
        // A variable with `=` before its brace holds what a closure gives.
        if keyword == "var", rest.contains(where: { $0.text == "=" }) { return nil }
        kind = Self.types.contains(keyword) ? .type : .function
        name = rest.first.flatMap { $0.isWord ? $0.text : nil } ?? keyword
        firstLine = head[index].line
        isPublic = head[..<index].suffix(4).contains {
            $0.text == "public" && $0.line == head[index].line
        }
        self.depth = depth
        self.lastLine = lastLine
    }
}
