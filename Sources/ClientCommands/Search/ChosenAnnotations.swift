import CommandLine
import Storage

/// The annotations that a command is told to change: by their ids, or all that --query finds.
struct ChosenAnnotations {
    private let words: [String]
    private let query: AnnotationQuery?

    /// - Throws: `CommandFailure` if none was named, or some were beside --query.
    init(_ words: some Sequence<String>, _ session: Session) throws {
        self.words = Array(words)
        query = try session.flaggedQuery()
        if query != nil, let word = self.words.first {
            throw CommandFailure(
                .usage, code: "usage", "“\(word)” was named beside --query",
                hints: ["name annotations, or ask for them with --query; not both"])
        }
        if query == nil, self.words.isEmpty {
            let command = session.command.path.joined(separator: " ")
            throw CommandFailure(
                .usage, code: "missing-argument", "no annotation was named",
                hints: ["postil \(command) @   ·   or find them: postil help \(command)"])
        }
    }

    /// Whether a query says which.
    var areFound: Bool { query != nil }

    /// Those that are alive; what was named has to be.
    func rows(_ workspace: Workspace) throws -> [EntityRow] {
        guard let query else { return try words.map { try workspace.livingAnnotation($0) } }
        return try AnnotationFinder(query, workspace).rows().filter {
            $0.isAlive && $0.articleIsAlive
        }
    }
}
