import AnnotationModel
import CommandLine
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// `postil reattach ANN [QUOTE]`: puts an annotation on other words of its article.
enum ReattachCommand {
    static func run(_ session: Session) throws -> Reply {
        let command = session.command
        let word = command.argument("ANN") ?? "@"
        let typed = command.argument("QUOTE")
        let given = try typed.map {
            $0 == "-" ? try Comment.decoded(session.input()) : $0
        }
        if let given, !given.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
            throw CommandFailure(
                .usage, code: "usage", "the passage to attach to is empty",
                hints: ["postil help reattach"])
        }
        let places = try PassageChoice(command)
        return try session.write { workspace in
            let row = try workspace.livingAnnotation(word)
            var articles = ArticleCache()
            let view = try AnnotationView(row, workspace, &articles)
            let short = try workspace.short(view.id)
            guard let former = view.anchor, let id = view.article,
                let article = try articles.article(id, in: row.set, workspace)
            else {
                throw CommandFailure(
                    .failed, code: "no-passage",
                    "\(short) stands on no words: it is a note on the whole article, or a reply",
                    hints: ["highlight a passage: postil mark DOC QUOTE"])
            }
            let quote = given ?? former.exact
            let range = try places.range(of: quote, in: article, session, workspace)
            let anchor = try MarkCommand.anchor(range, in: article)
            let author = try workspace.author(in: row.set)
            let op =
                anchor == former ? nil : try author.set(.reattach, of: row.id, to: .anchor(anchor))
            try workspace.remember(view.id)
            try workspace.log("reattach \(short)", [op].compactMap { $0 }, in: row.set)
            let verb = op == nil ? "Unchanged:" : "Attached"
            let (changed, said) = try NoteMaking.describe(row.id, verb: verb, workspace)
            return Reply(text: said) { changed.write(to: &$0) }
        }
    }
}
