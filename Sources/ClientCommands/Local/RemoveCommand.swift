import AnnotationModel
import CommandLine
import JSON
import Octets
import Replication
import Storage
import SyncEngine

/// `postil rm ANN|DOC...`: deletes, and can be taken back.
enum RemoveCommand {
    static func run(_ session: Session) throws -> Reply {
        let words = session.command.arguments("ANN|DOC")
        if words.count > 10, !session.command.has("yes") {
            throw CommandFailure(
                .refusedForSafety, code: "many", "this would delete \(words.count) things at once",
                hints: ["if you mean it, add --yes; postil undo takes it back"])
        }
        return try session.write { workspace in
            var text = ""
            var removed: [String] = []
            var changes = Changes()
            for word in words {
                let (id, said) = try remove(word, workspace, &changes)
                removed.append(id)
                text += said
            }
            try changes.log("rm", workspace)
            return Reply(text: text + "Take it back: postil undo\n") {
                $0.member("removed", removed)
            }
        }
    }

    private static func remove(
        _ word: String, _ workspace: Workspace, _ changes: inout Changes
    ) throws -> (String, String) {
        if try workspace.meansAnnotation(word) {
            let row = try workspace.annotation(word)
            let id = AnnotationID(row.id.octets)
            let short = try workspace.short(id)
            guard row.isAlive else {
                throw CommandFailure(
                    .notFound, code: "deleted", "\(short) is deleted already",
                    evidence: ["nothing was deleted now"], hints: ["postil log"])
            }
            let op = try workspace.author(in: row.set).delete(row.id)
            changes.add(short, [op], in: row.set)
            return (id.text, "Deleted \(short)\n")
        }
        let article = try workspace.livingArticle(word)
        let op = try workspace.author(in: article.set).delete(EntityID(article.id))
        let short = try workspace.short(article.id)
        changes.add(short, [op], in: article.set)
        return (article.id.text, "Deleted \(short)  “\(TerminalSafe.line(article.title))”\n")
    }
}
