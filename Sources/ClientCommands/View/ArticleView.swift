import AnnotationModel
import CRDT
import CommandLine
import JSON
import Markdown
import Octets
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// An article as a person sees it: its title, its versions, and the text of the newest one that is
/// held.
final class ArticleView {
    struct Version {
        let payload: ArticlePayload
        let stamp: HybridTimestamp
        let author: AccountID
        /// One of which only quotes are known comes before all others (Protocol/01-model.md, 6).
        var rank: Int { payload.text.count == 0 ? 0 : 1 }
    }

    let id: ArticleID
    let set: SetID
    let title: String
    let url: String?
    let versions: [Version]
    let isAlive: Bool
    let isUnsynced: Bool
    let conflicts: [OpKind]
    private let blob: (Octets32) throws -> [UInt8]?
    private var loaded: (text: ArticleText, matcher: QuoteMatcher?)?

    init?(_ row: EntityRow, _ workspace: Workspace) {
        guard row.state.creation != nil else { return nil }
        id = ArticleID(row.id.octets)
        set = row.set
        versions = row.state.creations.compactMap { creation in
            guard let payload = try? ArticlePayload(creation.payload) else { return nil }
            return Version(
                payload: payload, stamp: creation.stamp, author: creation.author)
        }.sorted {
            ($0.rank, $0.stamp, $0.payload.text.hash) < ($1.rank, $1.stamp, $1.payload.text.hash)
        }
        url = versions.last?.payload.url.flatMap { WorkName.isOne($0) ? nil : $0 }
        switch Registers.shown(.title, row.state) {
        case .name(let name)?: title = name
        case .article(let article)?: title = article.title
        default: title = versions.last?.payload.title ?? ""
        }
        isAlive = row.isAlive
        isUnsynced = row.isUnsynced
        conflicts = Registers.conflicts(row.state)
        let transaction = workspace.transaction
        blob = { try transaction.blob($0) }
    }

    /// When its first version came, in milliseconds since 1970.
    var added: UInt64 { versions.first?.stamp.milliseconds ?? 0 }

    /// The newest version.
    var current: ArticlePayload? { versions.last?.payload }

    /// Whether nothing is known of it but what its notes quote.
    var isQuoteOnly: Bool { current?.text.count == 0 }

    /// The canonical text of the newest version, with its headings; nil while it has not been
    /// fetched, or if only quotes of it are known.
    func text() throws -> ArticleText? {
        if let loaded { return loaded.text }
        guard let current, !isQuoteOnly, let octets = try blob(current.text.hash) else {
            return nil
        }
        let canonical = String(decoding: octets, as: UTF8.self)
        var text = ArticleText(canonical: canonical)
        // Headings are not in the canonical text: they come from the source, by the same extractor.
        if current.format == .markdown, let source = try blob(current.source.hash),
            let extracted = try? MarkdownExtractor.extract(SourceText.decode(source)),
            extracted.text.utf8 == octets
        {
            text = extracted.text
        }
        loaded = (text, nil)
        return text
    }

    /// How the lines of a plain text stand to each other; what the text was made of tells, so nil
    /// while that is not held, and where it is damaged: a text that is sound can be read without.
    func wrapping() throws -> HandWrapping? {
        guard let current, current.format == .plain, let text = try text(),
            let octets = try? blob(current.source.hash),
            let source = try? SourceText.decode(octets),
            let extracted = try? PlainTextExtractor.extract(source),
            extracted.text.utf8 == text.utf8
        else { return nil }
        return HandWrapping(source)
    }

    /// Where words sit in the newest version.
    func outcome(of anchor: AnchorPayload) throws -> AnchorOutcome? {
        guard let current, let text = try text() else { return nil }
        let description = AnchorDescription(
            quote: TextQuoteSelector(
                exact: anchor.exact, prefix: anchor.prefix, suffix: anchor.suffix),
            position: TextPositionSelector(start: anchor.start, end: anchor.end),
            heading: anchor.heading, version: anchor.version)
        if anchor.version == current.text.hash,
            let slice = text.slice(anchor.start..<max(anchor.start, anchor.end)),
            slice.utf8.elementsEqual(anchor.exact.utf8)
        {
            return AnchorOutcome(state: .exact, range: anchor.start..<anchor.end, score: 1)
        }
        return try matcher().locate(description, version: current.text.hash)
    }

    /// Finds quotes in the newest version.
    func matcher() throws -> QuoteMatcher {
        guard let text = try text() else { throw textIsMissing }
        if let matcher = loaded?.matcher { return matcher }
        let matcher = QuoteMatcher(text)
        loaded = (text, matcher)
        return matcher
    }

    /// Why there is no text to look at.
    var textIsMissing: CommandFailure {
        if isQuoteOnly {
            return CommandFailure(
                .notFound, code: "quotes-only",
                "only quotes of “\(title)” are here, and not its text",
                hints: ["bring its text in: postil add FILE --for \(id.text.prefix(8))"])
        }
        return CommandFailure(
            .notFound, code: "text-missing",
            "the text of “\(title)” has not been fetched to this store yet",
            hints: ["postil sync"])
    }

    func write(to writer: inout JSONWriter, setName: String, notes: Int?) {
        writer.member("id", id.text)
        writer.member("title", title)
        writer.member("version", current?.text.hash.hex)
        writer.member("versions", versions.count)
        writer.member("url", url)
        writer.member("added", Moment.json(added))
        writer.member("set", setName)
        if let notes { writer.member("notes", notes) }
        writer.member("quotesOnly", isQuoteOnly)
        writer.member("deleted", !isAlive)
        writer.member("unsynced", isUnsynced)
        writer.member("conflicts", conflicts.map(\.label))
    }
}

/// The articles looked at in one command, each loaded once.
struct ArticleCache {
    private var articles: [ArticleID: ArticleView] = [:]

    mutating func article(
        _ id: ArticleID, in set: SetID, _ workspace: Workspace
    ) throws -> ArticleView? {
        if let known = articles[id] { return known }
        guard let row = try workspace.transaction.entity(EntityID(id)),
            let view = ArticleView(row, workspace)
        else { return nil }
        articles[id] = view
        return view
    }
}
