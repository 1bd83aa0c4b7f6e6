import CommandLine
import TextAnchoring

/// Which of several passages is meant, as flags say it.
struct PassageChoice {
    private let number: Int?
    private let before: String?
    private let after: String?
    private let takesClosest: Bool

    /// - Throws: `CommandFailure` for a `--nth` that is no number.
    init(_ command: ParsedCommand) throws {
        number = try command.value("nth").map { word in
            guard let number = Int(word), number >= 1 else {
                throw CommandFailure(
                    .usage, code: "usage", "--nth takes a number from 1, not “\(word)”",
                    hints: ["postil help \(command.path.joined(separator: " "))"])
            }
            return number
        }
        before = command.value("before")
        after = command.value("after")
        takesClosest = command.has("closest")
    }

    /// The code points of the passage, half-open.
    ///
    /// - Throws: `CommandFailure` with the candidates if it is not there, or not alone.
    func range(
        of quote: String, in article: ArticleView, _ session: Session, _ workspace: Workspace
    ) throws -> Range<Int> {
        let matcher = try article.matcher()
        switch matcher.choose(quote, number: number, before: before, after: after) {
        case .one(let candidate): return candidate.range
        case .none(let near):
            if takesClosest, let near { return near.range }
            throw QuoteFailure.absent(
                quote, near, article, try workspace.short(article.id), session)
        case .ambiguous(let candidates, let count):
            throw QuoteFailure.ambiguous(
                candidates, count, try workspace.short(article.id), session)
        case .excluded(let candidates, let count):
            throw QuoteFailure.excluded(candidates, count, try workspace.short(article.id))
        }
    }
}
