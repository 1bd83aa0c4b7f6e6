import AnnotationModel
import CivilTime
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine

/// `postil log`: what was changed on this store, newest first.
enum LogCommand {
    static func run(_ session: Session) throws -> Reply {
        try session.read { workspace in
            var changes = try workspace.transaction.changes(limit: 1000)
            if let word = session.command.argument("ID") {
                let entity =
                    try workspace.meansAnnotation(word)
                    ? workspace.annotation(word).id : EntityID(workspace.article(word).id)
                changes = try changes.filter { change in
                    try change.ops.contains {
                        try workspace.transaction.op(with: $0, in: change.set)?.entity == entity
                    }
                }
            }
            var plain = Table([
                .init("OP"), .init("WHEN"), .init("SET"), .init("CHANGE"), .init(""),
                .init("WORDS"),
            ])
            let details = try changes.map { try LogWords.detail(of: $0, workspace) }
            var table = Table([
                .init("OP", isRightAligned: true), .init("WHEN"), .init("SET"),
                .init("CHANGE", canShrink: true), .init(""),
            ])
            for (change, detail) in zip(changes, details) {
                let when = RelativeTime.text(
                    Int64(clamping: change.milliseconds), now: Int64(clamping: workspace.now))
                let set = try workspace.name(of: change.set)
                let state = change.isUndone ? "taken back" : ""
                let what = detail.isEmpty ? change.command : "\(change.command)  \(detail)"
                table.append(["\(change.id)", when, set, what, state])
                plain.append([
                    "\(change.id)", UTCTime.text(Int64(clamping: change.milliseconds)), set,
                    change.command, state, detail,
                ])
            }
            let text =
                changes.isEmpty
                ? "Nothing was changed in this store yet.\n"
                : table.terminalText(width: session.console.columns)
            return .list(
                text: text, plain: plain.tabSeparated(),
                items: zip(changes, details).map { change, detail in
                    {
                        $0.member("id", change.id)
                        $0.member(
                            "time",
                            UTCTime.text(Int64(clamping: change.milliseconds), .milliseconds))
                        $0.member("command", change.command)
                        $0.member("detail", detail)
                        $0.member("ops", change.ops.count)
                        $0.member("undone", change.isUndone)
                    }
                })
        }
    }
}
