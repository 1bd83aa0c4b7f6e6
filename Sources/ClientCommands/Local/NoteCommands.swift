import AnnotationModel
import CommandLine
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil note DOC|ANN`: a note on a whole article, or the text of an annotation.
enum NoteCommand {
    static func run(_ session: Session) throws -> Reply {
        let word = session.command.argument("DOC|ANN") ?? "@"
        if try session.read({ try $0.meansAnnotation(word) }) {
            return try EditCommand.edit(word, session)
        }
        let text = try Comment.written(session)
        return try session.write { workspace in
            let article = try workspace.livingArticle(word)
            let author = try workspace.author(in: article.set)
            let made = try author.annotate(article.id, text: text, anchor: nil)
            return try NoteMaking.finish(
                made, colour: nil, tags: session.settings.tags(session.command), command: "note",
                verb: "Noted", author, workspace)
        }
    }
}

/// `postil reply ANN -m TEXT`: answers an annotation.
enum ReplyCommand {
    static func run(_ session: Session) throws -> Reply {
        let word = session.command.argument("ANN") ?? "@"
        _ = try session.read { try $0.livingAnnotation(word) }
        let text = try Comment.written(session)
        return try session.write { workspace in
            let parent = try workspace.livingAnnotation(word)
            let author = try workspace.author(in: parent.set)
            let made = try author.reply(to: parent.id, text: text)
            return try NoteMaking.finish(
                made, colour: nil, tags: [], command: "reply", verb: "Replied", author, workspace)
        }
    }
}

/// `postil edit ANN`: changes the text, the colour, or both.
enum EditCommand {
    static func run(_ session: Session) throws -> Reply {
        try edit(session.command.argument("ANN") ?? "@", session)
    }

    static func edit(_ word: String, _ session: Session) throws -> Reply {
        // The text shown is read before the editor opens: what a sync brings in between is
        // concurrent.
        let (entity, shown, short) = try session.read { workspace in
            let row = try workspace.livingAnnotation(word)
            return (
                row.id, try workspace.replica.text(of: row.id, in: workspace.copy(of: row.set)),
                try workspace.short(AnnotationID(row.id.octets))
            )
        }
        let colour = try session.command.value("colour").map { try Colours.parse($0) }
        let text: String? =
            !session.command.has("message") && (colour != nil || session.command.has("tag"))
            ? nil : try Comment.changed(session, over: shown.text, of: short)
        return try session.write { workspace in
            let row = try workspace.annotation(AnnotationID(entity.octets).text)
            let author = try workspace.author(in: row.set)
            var ops: [PlacedOp] = []
            if let text {
                ops += try [author.edit(entity, shown: shown, to: text)].compactMap { $0 }
            }
            for tag in session.command.values("tag") {
                ops += try [author.tag(entity, Tags.checked(tag))].compactMap { $0 }
            }
            if let colour, !Colours.isNone(colour, already: row) {
                ops += try [author.set(.colour, of: entity, to: .name(colour))].compactMap { $0 }
            }
            let id = AnnotationID(entity.octets)
            try workspace.remember(id)
            try workspace.log("edit \(try workspace.short(id))", ops, in: row.set)
            let verb = ops.isEmpty ? "Unchanged:" : "Changed"
            let (view, said) = try NoteMaking.describe(entity, verb: verb, workspace)
            return Reply(text: said) { view.write(to: &$0) }
        }
    }
}

/// Replies that several commands give.
enum Replies {
    /// One annotation as an object, several as a list.
    static func annotations(_ views: [AnnotationView], text: String) -> Reply {
        if views.count == 1, let view = views.first {
            return Reply(text: text) { view.write(to: &$0) }
        }
        var reply = Reply.list(
            text: text, plain: text, items: views.map { view in { view.write(to: &$0) } })
        reply.plain = nil
        return reply
    }
}
