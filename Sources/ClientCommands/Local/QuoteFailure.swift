import AnnotationModel
import CommandLine
import TextAnchoring

/// What is said when a quote does not name one place.
enum QuoteFailure {
    static func absent(
        _ quote: String, _ near: ClosestPassage?, _ article: ArticleView, _ short: String,
        _ session: Session
    ) -> CommandFailure {
        var evidence = ["looked for   \(quote)"]
        var hints = ["see the text: postil read \(short)"]
        if let near {
            evidence.append("closest is   \(near.text)   \(near.likenessPercent) % alike")
            let again = session.again("--closest")
            hints = [again.map { "take the closest: \($0)" } ?? "take it: add --closest"] + hints
        }
        return CommandFailure(
            .notFound, code: "quote-not-found",
            "cannot find that passage in \(short) “\(article.title)”", evidence: evidence,
            hints: hints)
    }

    static func ambiguous(
        _ candidates: [QuoteCandidate], _ count: Int, _ short: String, _ session: Session
    ) -> CommandFailure {
        let again = session.again("--nth", "1").map { "take the first: \($0)" }
        return CommandFailure(
            .decisionNeeded, code: "ambiguous-quote",
            "that passage occurs \(count) times in \(short)", evidence: lines(candidates, count),
            hints: [again].compactMap { $0 } + [
                "choose one with --nth N, or with --before or --after and the words beside it"
            ])
    }

    static func excluded(
        _ candidates: [QuoteCandidate], _ count: Int, _ short: String
    ) -> CommandFailure {
        CommandFailure(
            .notFound, code: "quote-not-found",
            "that passage is in \(short), but not where --nth, --before or --after say",
            evidence: lines(candidates, count), hints: ["see the text: postil read \(short)"])
    }

    private static func lines(_ candidates: [QuoteCandidate], _ count: Int) -> [String] {
        var result = candidates.map { candidate in
            let quote = candidate.quote
            let before = tail(quote.prefix)
            let after = head(quote.suffix)
            return "\(candidate.number)  … \(before)[[\(flat(quote.exact))]]\(after) …"
        }
        if count > candidates.count { result.append("and \(count - candidates.count) more") }
        return result
    }

    /// The last signs of what stands before, from the beginning of a word where there is one.
    private static func tail(_ text: String) -> String {
        let text = flat(text)
        let part = text.suffix(besideMax)
        guard part.count < text.count, let space = part.firstIndex(of: " ") else {
            return String(part)
        }
        return String(part[part.index(after: space)...])
    }

    /// The first signs of what stands behind, to the end of a word where there is one.
    private static func head(_ text: String) -> String {
        let text = flat(text)
        let part = text.prefix(besideMax)
        guard part.count < text.count, let space = part.lastIndex(of: " ") else {
            return String(part)
        }
        return String(part[..<space])
    }

    private static let besideMax = 34

    private static func flat(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" ? " " : $0 }))
    }
}
