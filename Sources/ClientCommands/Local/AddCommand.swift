import AnnotationModel
import CommandLine
import Crypto
import Glibc
import JSON
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// `postil add SOURCE...`: brings articles in.
enum AddCommand {
    static func run(_ session: Session) throws -> Reply {
        let sources = session.command.arguments("SOURCE")
        if sources.count > 1, ["title", "url", "for"].contains(where: session.command.has) {
            throw CommandFailure(
                .usage, code: "usage",
                "--title, --url and --for are for one source, not for \(sources.count)",
                hints: ["postil help add"])
        }
        if session.command.has("for"), session.command.has("url") || session.command.has("set") {
            throw CommandFailure(
                .usage, code: "usage", "--for says the address and the set: leave out the others",
                hints: ["postil help add"])
        }
        let loaded = try sources.map { try load($0, session) }
        var text = ""
        var items: [(inout JSONWriter) -> Void] = []
        for source in loaded {
            let (said, item) = try add(source, session)
            text += said
            items.append(item)
        }
        return Reply(text: text) { whole in
            whole.array("articles") { list in
                for item in items { list.object { item(&$0) } }
            }
        }
    }

    private static func load(_ name: String, _ session: Session) throws -> ArticleSource {
        if URLNormalizer.normalize(name) != nil {
            throw CommandFailure(
                .failed, code: "not-fetched", "web pages are not fetched yet: \(name)",
                hints: [
                    "save the page's text to a file, then: postil add FILE --url "
                        + ShellWords.quoted(name)
                ])
        }
        let octets = name == "-" ? try session.input() : try SourceFile.read(name)
        let lower = name.lowercased()
        let format: ArticlePayload.Format =
            lower.hasSuffix(".md") || lower.hasSuffix(".markdown") ? .markdown : .plain
        do {
            return try ArticleSource(octets, format)
        } catch {
            throw CommandFailure(
                .failed, code: "unreadable-source", "cannot add \(name): \(error.message)",
                evidence: ["nothing was added"],
                hints: name == "-" ? ["postil help add"] : [SourceFile.look(at: name)])
        }
    }

    private static func add(
        _ source: ArticleSource, _ session: Session
    ) throws -> (String, (inout JSONWriter) -> Void) {
        let given = session.command.value("title") ?? ""
        let url = try session.command.value("url").map { try normalized($0) }
        return try session.write { workspace in
            let former = try session.command.value("for").map { try self.former($0, workspace) }
            let payload = source.payload(
                title: given.isEmpty ? former?.title ?? source.article.title : given,
                url: former?.url ?? url)
            let set = try former?.set ?? chosenSet(session, workspace)
            let author = try workspace.author(in: set)
            let id = Naming(BLAKE2b()).article(in: set, key: payload.key)
            let before = try workspace.transaction.entity(EntityID(id))
            let op = try author.addArticle(payload)
            try source.keep(as: payload, workspace.transaction)
            try workspace.log("add “\(payload.title)”", op.map { [$0] } ?? [], in: set)
            try workspace.remember(id)
            guard let view = try workspace.article(EntityID(id)) else {
                throw CommandFailure(.failed, "the article was not kept")
            }
            let name = try workspace.name(of: set)
            let short = try workspace.short(id)
            let said = sentence(
                op != nil, before, view, short, length(source.article), name, session)
            return (said, { view.write(to: &$0, setName: name, notes: nil) })
        }
    }

    private static func chosenSet(_ session: Session, _ workspace: Workspace) throws -> SetID {
        switch try session.settings.value(.set, session.command)?.text {
        case nil, "personal": try workspace.personalSet()
        case let name?: try workspace.set(named: name)
        }
    }

    private struct Former {
        let title: String
        let url: String
        let set: SetID
    }

    /// The article that the text is a version of.
    private static func former(_ word: String, _ workspace: Workspace) throws -> Former {
        let article = try workspace.article(word)
        guard let url = article.current?.url else {
            throw CommandFailure(
                .failed, code: "no-address",
                "“\(article.title)” came from a file, and another file is another article",
                hints: ["give both the same --url to make them versions of one article"])
        }
        return Former(title: article.title, url: url, set: article.set)
    }

    private static func normalized(_ url: String) throws -> String {
        guard let normal = URLNormalizer.normalize(url) else {
            throw CommandFailure(.usage, code: "usage", "“\(url)” is no http or https address")
        }
        return normal
    }

    /// How long the text is: in words, or in signs where the script puts no spaces between words.
    private static func length(_ article: ExtractedArticle) -> String {
        let scalars = article.text.string.unicodeScalars
        let words = scalars.split { $0.properties.isWhitespace }.count
        let signs = scalars.count
        if signs / max(1, words) > 25 { return "\(signs) signs" }
        return words == 1 ? "1 word" : "\(words) words"
    }

    private static func sentence(
        _ isNew: Bool, _ before: EntityRow?, _ view: ArticleView, _ short: String, _ length: String,
        _ set: String, _ session: Session
    ) -> String {
        let title = TerminalSafe.line(view.title)
        let next = session.next(
            "read \(short)", "mark \(short) \"a passage\" -m \"a comment\"")
        guard let before else {
            return "Added \(short)  “\(title)”  \(length), to \(TerminalSafe.line(set))\n"
                + next
        }
        if !isNew { return "Already here: \(short)  “\(title)”\n" }
        if !before.isAlive { return "Back again: \(short)  “\(title)”, with its notes\n" }
        return "Version \(view.versions.count) of \(short)  “\(title)”  \(length)\n"
    }
}
