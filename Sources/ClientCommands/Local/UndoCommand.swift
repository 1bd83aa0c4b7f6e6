import AnnotationModel
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine

/// `postil undo [OP]` and `postil redo`: take back by changes that sync like any others.
enum UndoCommand {
    private static let newestMax = 1_000
    private static let again = "redo of "

    static func undo(_ session: Session) throws -> Reply {
        let isPreview = session.command.has("dry-run")
        let word = session.command.argument("OP")
        func takeBack(_ workspace: Workspace) throws -> Result<Reply, CommandFailure> {
            let change = try word.map { try named($0, workspace) }
            let words = try change.map { try self.takeBack($0, workspace) } ?? newest(workspace)
            guard words.isNothing, !words.left.isEmpty else {
                return .success(words.reply(isPreview: isPreview))
            }
            return .failure(words.failure(earlier: try earlier(than: words.change, workspace)?.id))
        }
        return try (isPreview ? session.rehearse(takeBack) : session.write(takeBack)).get()
    }

    static func redo(_ session: Session) throws -> Reply {
        // What is passed by is passed by for good, also where nothing came of it.
        try session.write { workspace -> Result<Reply, CommandFailure> in
            var passed: [UndoWords] = []
            for change in try workspace.transaction.changes(limit: newestMax)
            where change.undoes != nil && !change.isUndone {
                var words = try doAgain(change, workspace)
                words.passed = passed
                if !words.isNothing { return .success(words.replyOfRedo()) }
                try workspace.transaction.markUndone(change.id, true)
                passed.append(words)
            }
            return .failure(UndoWords.nothingToRedo(passed))
        }.get()
    }

    /// The change of this id in the log.
    private static func named(_ word: String, _ workspace: Workspace) throws -> LocalChange {
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

    /// Takes back the newest change that is there to be taken back. Those of which nothing is left
    /// are none, unless something else was put in their place: that a person has to know first.
    private static func newest(_ workspace: Workspace) throws -> UndoWords {
        var passed: [UndoWords] = []
        for change in try workspace.transaction.changes(limit: newestMax)
        where change.undoes == nil && !change.isUndone {
            var words = try takeBack(change, workspace)
            words.passed = passed
            if !words.isNothing || words.isChangedSince { return words }
            try workspace.transaction.markUndone(change.id, true)
            passed.append(words)
        }
        throw CommandFailure(
            .notFound, code: "nothing-to-undo", "there is nothing to take back in this store")
    }

    private static func earlier(
        than change: LocalChange, _ workspace: Workspace
    ) throws -> LocalChange? {
        try workspace.transaction.changes(limit: newestMax).first {
            $0.id < change.id && $0.undoes == nil && !$0.isUndone
        }
    }

    // MARK: One change

    private static func takeBack(
        _ change: LocalChange, _ workspace: Workspace
    ) throws -> UndoWords {
        let undone = try write(
            change, "undo of \(bare(change.command))", undoes: change.id, workspace)
        return try UndoWords(change, undone, workspace)
    }

    /// What does an undone change again is a change of its own, and can be taken back in turn.
    private static func doAgain(_ change: LocalChange, _ workspace: Workspace) throws -> UndoWords {
        let first = try change.undoes.flatMap { try workspace.transaction.change($0) } ?? change
        let undone = try write(change, again + bare(first.command), undoes: nil, workspace)
        return try UndoWords(first, undone, workspace)
    }

    /// A command as it was typed first, however often it was taken back and done again.
    private static func bare(_ command: String) -> String {
        command.hasPrefix(again) ? String(command.dropFirst(again.count)) : command
    }

    /// Takes a change back as far as that goes; where it does not go at all, nothing is kept.
    private static func write(
        _ change: LocalChange, _ command: String, undoes: Int64?, _ workspace: Workspace
    ) throws -> Undone {
        let author = try workspace.author(in: change.set)
        let ops = try change.ops.compactMap {
            try workspace.transaction.op(with: $0, in: change.set)
        }
        let undone = try author.undo(ops)
        if undone.written.isEmpty { return undone }
        try workspace.transaction.markUndone(change.id, true)
        try workspace.log(command, undone.written, in: change.set, undoes: undoes)
        return undone
    }
}
