import CommandLine
package import Query

/// A query as it was typed, understood.
package struct AnnotationQuery {
    /// What it asks for.
    package let parsed: ParsedQuery

    /// Reads a query; times in it are counted back from `now`, in milliseconds since 1970.
    ///
    /// - Throws: `usage`, with the place in the query.
    package init(_ text: String, now: UInt64) throws {
        do {
            parsed = try QueryParser.parse(text, now: now)
        } catch {
            throw Self.failure(error, text)
        }
    }

    /// Whether nothing was asked for.
    var isEmpty: Bool { parsed.expression == .all([]) }

    /// The query, and a line under it that points at the place.
    private static func failure(_ error: QueryError, _ text: String) -> CommandFailure {
        var evidence: [String] = []
        let signs = text.unicodeScalars
        if !text.isEmpty, signs.count <= evidenceMax {
            let before = String(String.UnicodeScalarView(signs.prefix(error.place.lowerBound)))
            let at = String(
                String.UnicodeScalarView(
                    signs.dropFirst(error.place.lowerBound).prefix(error.place.count)))
            let width = max(1, TextWidth.columns(TerminalSafe.line(at)))
            evidence = [
                text,
                String(repeating: " ", count: TextWidth.columns(TerminalSafe.line(before)))
                    + String(repeating: "^", count: width),
            ]
        }
        return CommandFailure(
            .usage, code: "usage", error.what, evidence: evidence,
            hints: [error.hint, "postil help query"])
    }

    /// A query that is longer than some lines of a terminal is not shown again.
    private static let evidenceMax = 400
}

extension Session {
    /// The query in the place `QUERY`, its words put together again.
    func query() throws -> AnnotationQuery {
        try AnnotationQuery(command.arguments("QUERY").joined(separator: " "), now: now)
    }

    /// The query behind `--query`; nil if there is none.
    func flaggedQuery() throws -> AnnotationQuery? {
        guard let text = command.value("query") else { return nil }
        let query = try AnnotationQuery(text, now: now)
        guard !query.isEmpty else {
            throw CommandFailure(
                .usage, code: "usage", "--query is empty, and would mean everything",
                hints: ["say what is meant, such as --query tag:old   ·   postil help query"])
        }
        return query
    }
}
