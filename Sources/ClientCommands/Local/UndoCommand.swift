import AnnotationModel
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine

/// `postil undo [OP]` and `postil redo`: take back by changes that sync like any others.
enum UndoCommand {
    private static let newestMax = 1_000

    static func undo(_ session: Session) throws -> Reply {
        let isPreview = session.command.has("dry-run")
        func takeBack(_ workspace: Workspace) throws -> Reply {
            let change = try chosen(session.command.argument("OP"), workspace)
            let undone = try self.takeBack(
                change, "undo of \(change.command)", change.id, workspace)
            return try UndoWords(change, undone, workspace).reply(isPreview: isPreview)
        }
        return isPreview ? try session.rehearse(takeBack) : try session.write(takeBack)
    }

    static func redo(_ session: Session) throws -> Reply {
        try session.write { workspace in
            let changes = try workspace.transaction.changes(limit: newestMax)
            guard let change = changes.first(where: { $0.undoes != nil && !$0.isUndone }) else {
                throw CommandFailure(
                    .notFound, code: "nothing-to-redo",
                    "nothing was taken back that could come again",
                    hints: ["postil log"])
            }
            // What does an undone change again is a change of its own, and can be taken back in
            // turn.
            let first = changes.first { $0.id == change.undoes } ?? change
            let undone = try takeBack(change, first.command, nil, workspace)
            return try UndoWords(first, undone, workspace).replyOfRedo()
        }
    }

    /// The change that a person means: by its id in the log, else the newest that was not taken
    /// back.
    private static func chosen(_ word: String?, _ workspace: Workspace) throws -> LocalChange {
        guard let word else {
            let changes = try workspace.transaction.changes(limit: newestMax)
            if let newest = changes.first(where: { $0.undoes == nil && !$0.isUndone }) {
                return newest
            }
            throw CommandFailure(
                .notFound, code: "nothing-to-undo",
                "there is nothing to take back in this store")
        }
        guard let id = Int64(word), let change = try workspace.transaction.change(id) else {
            throw CommandFailure(
                .notFound, code: "no-such-change", "there is no change \(word) in the log",
                hints: ["postil log"])
        }
        if change.isUndone {
            throw CommandFailure(
                .notFound, code: "undone-already", "change \(word) was taken back already",
                hints: ["postil log"])
        }
        return change
    }

    /// Takes a change back as far as that goes.
    ///
    /// - Throws: `CommandFailure` if it does not go at all: then nothing is written.
    private static func takeBack(
        _ change: LocalChange, _ command: String, _ undoes: Int64?, _ workspace: Workspace
    ) throws -> Undone {
        let author = try workspace.author(in: change.set)
        let ops = try change.ops.compactMap {
            try workspace.transaction.op(with: $0, in: change.set)
        }
        let undone = try author.undo(ops)
        if undone.written.isEmpty, !undone.left.isEmpty {
            let earlier = try workspace.transaction.changes(limit: newestMax).first {
                $0.id < change.id && $0.undoes == nil && !$0.isUndone
            }
            throw try UndoWords(change, undone, workspace).failure(earlier: earlier?.id)
        }
        try workspace.transaction.markUndone(change.id, true)
        try workspace.transaction.appendChange(
            LocalChange(
                milliseconds: workspace.now, command: command, set: change.set,
                ops: undone.written.map(\.identity), undoes: undoes))
        return undone
    }
}
