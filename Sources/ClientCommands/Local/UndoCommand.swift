import AnnotationModel
import CivilTime
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine

/// `postil undo [OP]` and `postil redo`: take back by changes that sync like any others.
enum UndoCommand {
    static func undo(_ session: Session) throws -> Reply {
        try session.write { workspace in
            let changes = try workspace.transaction.changes(limit: 1000)
            let chosen: LocalChange?
            if let word = session.command.argument("OP") {
                chosen = changes.first { String($0.id) == word }
                if chosen == nil {
                    throw CommandFailure(
                        .notFound, code: "no-such-change", "there is no change \(word) in the log",
                        hints: ["postil log"])
                }
                if chosen?.isUndone == true {
                    throw CommandFailure(
                        .notFound, code: "undone-already", "change \(word) was taken back already",
                        hints: ["postil log"])
                }
            } else {
                chosen = changes.first { $0.undoes == nil && !$0.isUndone }
            }
            guard let change = chosen else {
                throw CommandFailure(
                    .notFound, code: "nothing-to-undo",
                    "there is nothing to take back in this store")
            }
            let written = try takeBack(change, "undo of \(change.command)", change.id, workspace)
            return said(change, "Took back", "redo", written, workspace)
        }
    }

    static func redo(_ session: Session) throws -> Reply {
        try session.write { workspace in
            let changes = try workspace.transaction.changes(limit: 1000)
            guard let change = changes.first(where: { $0.undoes != nil && !$0.isUndone }) else {
                throw CommandFailure(
                    .notFound, code: "nothing-to-redo",
                    "nothing was taken back that could come again")
            }
            // What does an undone change again is a change of its own, and can be taken back in
            // turn.
            let first = changes.first { $0.id == change.undoes } ?? change
            let written = try takeBack(change, first.command, nil, workspace)
            return said(first, "Did again", "undo", written, workspace)
        }
    }

    private static func takeBack(
        _ change: LocalChange, _ command: String, _ undoes: Int64?, _ workspace: Workspace
    ) throws -> Int {
        let author = try workspace.author(in: change.set)
        let ops = try change.ops.compactMap {
            try workspace.transaction.op(with: $0, in: change.set)
        }
        let written = try author.undo(ops)
        try workspace.transaction.markUndone(change.id, true)
        try workspace.transaction.appendChange(
            LocalChange(
                milliseconds: workspace.now, command: command, set: change.set,
                ops: written.map(\.identity), undoes: undoes))
        return written.count
    }

    private static func said(
        _ change: LocalChange, _ verb: String, _ opposite: String, _ written: Int,
        _ workspace: Workspace
    ) -> Reply {
        let when = RelativeTime.text(
            Int64(clamping: change.milliseconds), now: Int64(clamping: workspace.now))
        let command = TerminalSafe.line(change.command)
        let text =
            "\(verb) \(change.id)  “\(command)” (\(when)). Syncs like any other change.\n"
            + "The other way: postil \(opposite)\n"
        return Reply(text: text) {
            $0.member("change", change.id)
            $0.member("command", change.command)
            $0.member("ops", written)
        }
    }
}

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
            ])
            var table = Table([
                .init("OP", isRightAligned: true), .init("WHEN"), .init("SET"),
                .init("CHANGE", canShrink: true), .init(""),
            ])
            for change in changes {
                let when = RelativeTime.text(
                    Int64(clamping: change.milliseconds), now: Int64(clamping: workspace.now))
                let set = try workspace.name(of: change.set)
                let state = change.isUndone ? "taken back" : ""
                table.append(["\(change.id)", when, set, change.command, state])
                plain.append([
                    "\(change.id)", UTCTime.text(Int64(clamping: change.milliseconds)), set,
                    change.command, state,
                ])
            }
            let text =
                changes.isEmpty
                ? "Nothing was changed in this store yet.\n"
                : table.terminalText(width: session.console.columns)
            return .list(
                text: text, plain: plain.tabSeparated(),
                items: changes.map { change in
                    {
                        $0.member("id", change.id)
                        $0.member(
                            "time",
                            UTCTime.text(Int64(clamping: change.milliseconds), .milliseconds))
                        $0.member("command", change.command)
                        $0.member("ops", change.ops.count)
                        $0.member("undone", change.isUndone)
                    }
                })
        }
    }
}
