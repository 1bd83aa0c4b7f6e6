import AnnotationModel
import CommandLine
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil close ANN...` and `postil reopen ANN...`, or `--query Q` in place of the annotations.
enum StatusChange {
    static func run(_ session: Session, isClosed: Bool) throws -> Reply {
        let command = isClosed ? "close" : "reopen"
        let done = isClosed ? "closed" : "reopened"
        let chosen = try ChosenAnnotations(session.command.arguments("ANN"), session)
        /// What a query finds and is so already is nothing to tell of.
        func changing(_ rows: [EntityRow]) -> [EntityRow] {
            chosen.areFound ? rows.filter { !isSo(isClosed, $0) } : rows
        }
        if session.command.has("dry-run") {
            return try session.read {
                try Preview.reply(changing(chosen.rows($0)), verb: command, done, $0)
            }
        }
        return try session.write { workspace in
            let found = try chosen.rows(workspace)
            let rows = changing(found)
            if rows.isEmpty { return Preview.nothing(done, found: found.count) }
            return try change(rows, to: isClosed, command, workspace)
        }
    }

    private static func change(
        _ rows: [EntityRow], to isClosed: Bool, _ command: String, _ workspace: Workspace
    ) throws -> Reply {
        var text = ""
        var views: [AnnotationView] = []
        var changes = Changes()
        for row in rows {
            let op =
                isSo(isClosed, row)
                ? nil
                : try workspace.author(in: row.set).set(
                    .status, of: row.id, to: .status(isClosed: isClosed))
            let id = AnnotationID(row.id.octets)
            try workspace.remember(id)
            if let op { changes.add(try workspace.short(id), [op], in: row.set) }
            let verb = isClosed ? "Closed" : "Reopened"
            let (view, said) = try NoteMaking.describe(
                row.id, verb: op == nil ? "Unchanged:" : verb, workspace)
            views.append(view)
            text += said
        }
        try changes.log(command, workspace)
        return Replies.annotations(views, text: text)
    }

    /// Whether it is so already, also where nobody ever said so.
    private static func isSo(_ isClosed: Bool, _ row: EntityRow) -> Bool {
        let shown = Registers(row.state)
        return shown.isClosed == isClosed && !shown.conflicts.contains(.status)
    }
}
