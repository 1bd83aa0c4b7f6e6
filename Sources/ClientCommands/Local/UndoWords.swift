import AnnotationModel
import CRDT
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine

/// What is said of a change that was taken back, or could not be.
struct UndoWords {
    let change: LocalChange
    private let undone: Undone
    private let when: String
    /// What restores it, a line each.
    private let written: [String]
    /// What stays as it is, a line each.
    let left: [String]
    /// What lives again because something was written on it.
    private let alongside: [String]
    /// An annotation or article that was changed since.
    private let changedSince: String?
    /// Changes that were come by first, and of which nothing was left to take back.
    var passed: [UndoWords] = []

    private static let linesMax = 20

    init(_ change: LocalChange, _ undone: Undone, _ workspace: Workspace) throws {
        self.change = change
        self.undone = undone
        when = RelativeTime.text(
            Int64(clamping: change.milliseconds), now: Int64(clamping: workspace.now))
        let copy = try workspace.copy(of: change.set)
        written = try undone.written.map { try Self.line($0, copy, workspace) }
        alongside = try undone.alongside.map { try Self.name($0, copy, workspace) }
        left = try undone.left.map { left in
            let what = try Self.line(left.op, copy, workspace)
            switch left.reason {
            case .changedSince(let account):
                let isOwn = workspace.isOwn(account)
                let who = isOwn ? "you" : try workspace.name(of: account, in: copy)
                return "\(what): \(who) changed it since"
            case .gone: return "\(what): it is not so any more"
            case .refused: return "\(what): the server had refused it"
            }
        }
        let since = undone.left.first { left in
            if case .changedSince = left.reason { true } else { false }
        }
        changedSince = try since?.op.entity.map { try Self.name($0, copy, workspace) }
    }

    /// Whether nothing was written.
    var isNothing: Bool { undone.written.isEmpty }
    /// Whether something was put in place of what the change did, which a person has to know.
    var isChangedSince: Bool { changedSince != nil }

    /// An op on one line: what it is about, and what it does.
    private static func line(
        _ op: PlacedOp, _ copy: any CopyStore, _ workspace: Workspace
    ) throws -> String {
        let name = try op.entity.map { try self.name($0, copy, workspace) } ?? "the set"
        var words = OpWords.verb(op)
        if op.op.kind == .untag {
            let tags = try op.op.names.compactMap { try copy.op(at: $0) }.compactMap {
                OpWords.value($0)
            }
            words += tags.first.map { " " + $0 } ?? ""
        } else if op.op.kind == .text {
            words += try " " + (LogWords.words(op, copy, workspace).first ?? "(none)")
        } else if op.op.kind != .status, let value = OpWords.value(op) {
            words += " " + (value.isEmpty ? "(none)" : TextWidth.truncate(OneLine.text(value), 40))
        }
        return "\(name)  \(words)"
    }

    private static func name(
        _ entity: EntityID, _ copy: any CopyStore, _ workspace: Workspace
    ) throws -> String {
        if entity == EntityID(copy.id.octets) { return try workspace.name(of: copy.id) }
        let isArticle =
            try workspace.transaction.entity(entity)?.state.creation?.kind.opClass == .article
        return isArticle
            ? try workspace.short(ArticleID(entity.octets))
            : try workspace.short(AnnotationID(entity.octets))
    }

    // MARK: Replies

    func reply(isPreview: Bool) -> Reply {
        var text = passedText + (isPreview ? "Would take back" : "Took back") + " \(headline)"
        if isNothing {
            text = "Unchanged: all is as it was before \(headline).\n"
        } else if isPreview {
            text += ", by:\n" + lines(would)
            text += leftText + "Nothing was changed (-n).\n"
        } else {
            text += ". Syncs like any other change.\n\(sideText)Undo this: postil redo\n"
        }
        return reply(text, isPreview)
    }

    func replyOfRedo() -> Reply {
        reply(
            "\(passedText)Did again \(headline). Syncs like any other change.\n\(sideText)"
                + "The other way: postil undo\n", false)
    }

    /// All that happens, a line each.
    private var would: [String] { written + alongside.map { "\($0)  brought back with it" } }

    private var headline: String {
        let ago = when == "now" ? "just now" : "\(when) ago"
        return "\(change.id)  “\(TerminalSafe.line(change.command))” (\(ago))"
    }

    /// What a person may not expect of it.
    private var sideText: String {
        (alongside.isEmpty ? "" : "Back with it: \(alongside.joined(separator: " "))\n") + leftText
    }

    private var leftText: String {
        left.isEmpty ? "" : "This stays as it is:\n" + lines(left)
    }

    private var passedText: String {
        passed.map { "Nothing is left of \($0.headline)\n" + lines($0.left) }.joined()
    }

    private func lines(_ lines: [String]) -> String {
        let shown = lines.prefix(Self.linesMax).map { "  " + TerminalSafe.line($0) + "\n" }
        let more = lines.count - Self.linesMax
        return shown.joined() + (more > 0 ? "  and \(more) more\n" : "")
    }

    private func reply(_ text: String, _ isPreview: Bool) -> Reply {
        let (change, count) = (change, undone.written.count)
        let (would, left, alongside) = (would, left, alongside)
        let passed = passed.map { Int($0.change.id) }
        return Reply(text: text, status: left.isEmpty ? .done : .partly) {
            $0.member("change", change.id)
            $0.member("command", change.command)
            $0.member("ops", count)
            if isPreview {
                $0.member("dryRun", true)
                $0.member("would", would)
            }
            $0.member("left", left)
            $0.member("alongside", alongside)
            $0.array("passed") { list in for id in passed { list.value(id) } }
        }
    }

    /// What is said where nothing that was taken back can come again.
    static func nothingToRedo(_ passed: [UndoWords]) -> CommandFailure {
        let evidence = passed.flatMap { words in
            words.left.map { "\(words.change.id)  \(words.change.command): \($0)" }
        }
        return CommandFailure(
            .notFound, code: "nothing-to-redo", "nothing was taken back that could come again",
            evidence: Array(evidence.prefix(linesMax)), hints: ["postil log"])
    }

    /// What is said where nothing could be taken back.
    ///
    /// - Parameter earlier: the change before it that could be taken back.
    func failure(earlier: Int64?) -> CommandFailure {
        var hints = earlier.map { ["take back the change before it: postil undo \($0)"] } ?? []
        if let changedSince {
            hints.append("the whole story: postil show \(changedSince) --history")
        }
        return CommandFailure(
            .failed, code: "cannot-undo",
            "nothing of change \(change.id) “\(change.command)” can be taken back",
            evidence: Array(left.prefix(Self.linesMax)),
            hints: hints)
    }
}
