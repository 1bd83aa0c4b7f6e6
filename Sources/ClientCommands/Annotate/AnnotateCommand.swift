import AnnotationModel
import CommandLine
import Octets
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// `postil annotate DOC`: marks up a whole article in the editor.
enum AnnotateCommand {
    /// What the editor shows above the article.
    private static let instructions = """
        {>> Mark up the text below: {==a passage==} or {==a passage==}{>>a comment<<}
        Change nothing else. What you mark is highlighted when you save and leave. <<}


        """

    static func run(_ session: Session) throws -> Reply {
        let word = session.command.argument("DOC") ?? "@@"
        let colour = try session.command.value("colour").map { try Colours.parse($0) }
        let source = try session.read { workspace in
            try Source(workspace.livingArticle(word), workspace)
        }
        let shown = Self.instructions + source.paragraphs
        let edited = try edited(shown, source, session)
        let marks = try read(edited, source, session)
        guard !marks.isEmpty else {
            return .list(
                text: "Nothing was marked in \(source.short).\n", plain: "", items: [])
        }
        return try session.write { workspace in
            try make(marks, colour, source, session, workspace)
        }
    }

    /// The article as it was when the editor opened.
    private struct Source {
        let id: ArticleID
        let short: String
        let version: [UInt8]
        let text: String

        init(_ article: ArticleView, _ workspace: Workspace) throws {
            guard let text = try article.text(), let current = article.current else {
                throw CommandFailure(
                    .notFound, code: "text-missing",
                    "the text of “\(article.title)” has not been fetched to this store yet",
                    hints: ["postil sync"])
            }
            id = article.id
            short = try workspace.short(article.id)
            version = current.text.hash.octets
            self.text = text.string
        }

        /// The text with an empty line between paragraphs.
        var paragraphs: String {
            text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
                .map { String($0) }.joined(separator: "\n\n") + "\n"
        }
    }

    // MARK: Reading

    private static func edited(
        _ shown: String, _ source: Source, _ session: Session
    ) throws -> String {
        if let name = session.command.value("from") {
            let octets = name == "-" ? try session.input() : try SourceFile.read(name)
            guard let text = String(validating: octets, as: UTF8.self) else {
                throw CommandFailure(
                    .failed, code: "not-utf8", "\(name) is not UTF-8",
                    evidence: ["nothing was marked"],
                    hints: ["make it UTF-8 first: iconv -f ISO-8859-1 -t UTF-8 FILE"])
            }
            return text
        }
        guard session.mayAsk, session.console.isOutputTerminal else {
            throw CommandFailure(
                .decisionNeeded, code: "editor-needed", "an editor needs a terminal",
                hints: ["give the marked-up text: postil annotate \(source.short) --from FILE"])
        }
        guard let edited = try session.edit(shown) else {
            throw CommandFailure(
                .failed, code: "editor", "the editor gave no text",
                evidence: ["nothing was marked"],
                hints: ["postil annotate \(source.short)"])
        }
        return edited
    }

    private static func withoutInstructions(_ text: String) -> String {
        let line = instructions.unicodeScalars.reversed().drop { $0 == "\n" }.reversed()
        let scalars = text.unicodeScalars
        guard scalars.starts(with: line) else { return text }
        return String(String.UnicodeScalarView(scalars.dropFirst(line.count)))
    }

    private static func read(
        _ edited: String, _ source: Source, _ session: Session
    ) throws -> [CriticMarkup.Mark] {
        let marked = withoutInstructions(edited)
        do {
            return try CriticMarkup(marked, of: source.text).marks
        } catch {
            let lines = { (text: String) in text.unicodeScalars.count { $0 == "\n" } }
            let line = error.line + lines(edited) - lines(marked)
            throw failure(error, line, source, session)
        }
    }

    private static func failure(
        _ error: CriticMarkupError, _ line: Int, _ source: Source, _ session: Session
    ) -> CommandFailure {
        let what =
            switch error.problem {
            case .textChanged: "the text of \(source.short) itself was changed in line"
            case .unclosedMark: "{== is not closed by ==} in line"
            case .unclosedComment: "{>> is not closed by <<} in line"
            case .strayCloser: "==} closes nothing in line"
            case .strayComment: "a comment stands behind no highlight in line"
            case .emptyMark: "nothing is between {== and ==} in line"
            }
        var evidence = error.original.map { ["it was   \($0)"] } ?? []
        evidence.append(error.original == nil ? error.edited : "it is    \(error.edited)")
        evidence.append("nothing was marked")
        let file = session.console.draft() ?? session.command.value("from") ?? "FILE"
        return CommandFailure(
            .failed, code: error.problem == .textChanged ? "text-changed" : "bad-markup",
            "\(what) \(line)", evidence: evidence,
            hints: [
                "put it right, then: postil annotate \(source.short) --from "
                    + ShellWords.quoted(file)
            ])
    }

    // MARK: Making

    private static func make(
        _ marks: [CriticMarkup.Mark], _ colour: String?, _ source: Source, _ session: Session,
        _ workspace: Workspace
    ) throws -> Reply {
        let article = try workspace.livingArticle(source.id.text)
        guard article.current?.text.hash.octets == source.version else {
            throw CommandFailure(
                .failed, code: "version-changed",
                "\(source.short) got another text while the editor was open",
                evidence: ["nothing was marked"], hints: ["postil annotate \(source.short)"])
        }
        let author = try workspace.author(in: article.set)
        let tags = try session.settings.tags(session.command).map { try Tags.checked($0) }
        var ops: [PlacedOp] = []
        var text = ""
        var views: [AnnotationView] = []
        for mark in marks {
            let anchor = try MarkCommand.anchor(mark.range, in: article)
            let made = try author.annotate(article.id, text: mark.comment, anchor: anchor)
            guard let entity = made.entity else { continue }
            ops.append(made)
            if let colour, !colour.isEmpty {
                ops += try [author.set(.colour, of: entity, to: .name(colour))].compactMap { $0 }
            }
            for tag in tags { ops += try [author.tag(entity, tag)].compactMap { $0 } }
            try workspace.remember(AnnotationID(entity.octets))
            let (view, said) = try NoteMaking.describe(entity, verb: "Marked", workspace)
            views.append(view)
            text += said
        }
        try workspace.log(
            "annotate \(source.short) (\(Counted.text(marks.count, "mark")))", ops, in: article.set)
        var reply = Reply.list(
            text: text, plain: text, items: views.map { view in { view.write(to: &$0) } })
        reply.plain = nil
        return reply
    }
}
