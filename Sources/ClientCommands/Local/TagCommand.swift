import AnnotationModel
import CommandLine
import Replication
import Storage
import SyncEngine

/// `postil tag ANN... +x -y`, or `--query Q` in place of the annotations: puts tags on and takes
/// them off.
enum TagCommand {
    static func run(_ session: Session) throws -> Reply {
        let words = session.command.arguments("ANN")
        // The first word is an annotation, unless a query says which.
        let named = session.command.has("query") ? 0 : 1
        let tags = words.dropFirst(named).filter { isTag($0) }
        let chosen = try ChosenAnnotations(
            words.prefix(named) + words.dropFirst(named).filter { !isTag($0) }, session)
        if tags.isEmpty {
            throw CommandFailure(
                .usage, code: "usage", "no tag was given",
                hints: ["postil tag ANN +new -old"])
        }
        if session.command.has("dry-run") {
            _ = try tags.map { try Tags.checked(String($0.dropFirst())) }
            let verb = "tag \(tags.joined(separator: " "))"
            return try session.read {
                try Preview.reply(chosen.rows($0), verb: verb, "tagged", $0)
            }
        }
        return try session.write { workspace in
            let rows = try chosen.rows(workspace)
            return try rows.isEmpty
                ? Preview.nothing("tagged") : change(rows, tags, session, workspace)
        }
    }

    private static func change(
        _ rows: [EntityRow], _ tags: [String], _ session: Session, _ workspace: Workspace
    ) throws -> Reply {
        for tag in tags where tag.hasPrefix("-") {
            try warnOfAbsence(of: String(tag.dropFirst()), on: rows, session)
        }
        var text = ""
        var views: [AnnotationView] = []
        var changes = Changes()
        for row in rows {
            let author = try workspace.author(in: row.set)
            var ops: [PlacedOp] = []
            for tag in tags {
                let name = try Tags.checked(String(tag.dropFirst()))
                let op =
                    tag.hasPrefix("+")
                    ? try author.tag(row.id, name) : try author.untag(row.id, name)
                ops += [op].compactMap { $0 }
            }
            let id = AnnotationID(row.id.octets)
            try workspace.remember(id)
            changes.add(try workspace.short(id), ops, in: row.set)
            let (view, said) = try NoteMaking.describe(row.id, verb: "Tagged", workspace)
            views.append(view)
            text += said
        }
        try changes.log("tag", workspace)
        return Replies.annotations(views, text: text)
    }

    /// A tag that none of them bears is a slip where one of theirs is like it.
    private static func warnOfAbsence(
        of tag: String, on rows: [EntityRow], _ session: Session
    ) throws {
        let name = try Tags.checked(tag)
        let borne = rows.flatMap { Registers($0.state).tags }
        if borne.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return }
        session.warn("no tag “\(name)” is there\(Suggestion.question(name, borne))")
    }

    private static func isTag(_ word: String) -> Bool { word.hasPrefix("+") || word.hasPrefix("-") }
}
