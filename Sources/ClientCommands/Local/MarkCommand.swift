import AnnotationModel
import CRDT
import CommandLine
import Replication
import SyncEngine
import TextAnchoring
import WireFormat

/// `postil mark DOC QUOTE`: highlights a passage, with a comment if there is one.
enum MarkCommand {
    static func run(_ session: Session) throws -> Reply {
        let command = session.command
        let word = command.argument("DOC") ?? "@@"
        let given = command.argument("QUOTE") ?? ""
        if given == "-", command.value("message") == "-" {
            throw CommandFailure(
                .usage, code: "usage", "standard input can be the passage or the comment, not both",
                hints: ["postil help mark"])
        }
        let quote = given == "-" ? try Comment.decoded(session.input()) : given
        guard quote.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw CommandFailure(
                .usage, code: "usage", "the passage to mark is empty",
                hints: [
                    "postil help mark   ·   a note on the whole article: postil note DOC -m TEXT"
                ])
        }
        let comment = try Comment.given(session)
        let colour = try command.value("colour").map { try Colours.parse($0) }
        let places = try PassageChoice(command)
        return try session.write { workspace in
            let article = try workspace.livingArticle(word)
            let range = try places.range(of: quote, in: article, session, workspace)
            let anchor = try Self.anchor(range, in: article)
            let author = try workspace.author(in: article.set)
            let made = try author.annotate(article.id, text: comment ?? "", anchor: anchor)
            return try NoteMaking.finish(
                made, colour: colour, tags: session.settings.tags(command), command: "mark",
                verb: "Marked", author, workspace)
        }
    }

    static func anchor(_ range: Range<Int>, in article: ArticleView) throws -> AnchorPayload {
        guard let current = article.current, let text = try article.text(),
            let described = text.describe(range, version: current.text.hash)
        else { throw CommandFailure(.failed, "the passage could not be described") }
        guard described.quote.exact.utf8.count <= WireLimits.shortTextOctetsMax else {
            throw CommandFailure(
                .failed, code: "too-long",
                "the passage is longer than \(WireLimits.shortTextOctetsMax) octets of UTF-8",
                hints: ["mark its first sentence, and say in the comment how far it goes"])
        }
        return AnchorPayload(
            exact: described.quote.exact, prefix: described.quote.prefix,
            suffix: described.quote.suffix, start: described.position.start,
            end: described.position.end, heading: described.heading, version: current.text.hash)
    }
}
