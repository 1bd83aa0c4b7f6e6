import AnnotationModel
import CRDT
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil merges ANN --take mine|theirs|both`: one side in place of what a merge made of both.
struct MergeTaking {
    private let side: String
    /// The one field that is meant; nil for all.
    private let field: String?
    private let row: EntityRow
    private let short: String
    private let workspace: Workspace
    private let author: Author
    private var ops: [PlacedOp] = []
    /// The fields in which one side would undo what was written since.
    private var left: [MergeEvent] = []

    static func run(_ side: String, _ word: String, _ session: Session) throws -> Reply {
        guard ["mine", "theirs", "both"].contains(side) else {
            throw CommandFailure(
                .usage, code: "usage", "--take takes mine, theirs or both, not “\(side)”",
                hints: ["postil merges \(word)"])
        }
        return try session.write { workspace in
            var taking = try MergeTaking(
                side, word, only: session.command.value("only"), workspace)
            try taking.take()
            return try taking.reply()
        }
    }

    private init(
        _ side: String, _ word: String, only field: String?, _ workspace: Workspace
    ) throws {
        self.side = side
        self.field = field
        self.workspace = workspace
        row = try MergesCommand.entity(word, workspace)
        author = try workspace.author(in: row.set)
        if row.state.creation?.kind.opClass == .article {
            short = try workspace.short(ArticleID(row.id.octets))
        } else {
            let id = AnnotationID(row.id.octets)
            short = try workspace.short(id)
            // To write on what is deleted would bring it back.
            _ = try workspace.livingAnnotation(id.text)
        }
    }

    /// Takes the side of what is open; where nothing is, of what was chosen and can be chosen
    /// otherwise.
    private mutating func take() throws {
        let events = try workspace.transaction.mergeEvents(
            set: row.set, entity: row.id, limit: 1000)
        let fields = try MergeEvent.newest(of: events).filter { $0.what != .kept }
            .filter { event in
                field.map { event.register.label.utf8.elementsEqual($0.utf8) } ?? true
            }
            .map { ($0, try MergeMeeting($0, workspace)) }
        guard !fields.isEmpty else {
            let what = field.map { "no “\($0)”" } ?? "nothing"
            throw CommandFailure(
                .notFound, code: "nothing-merged", "\(what) was merged on \(short)",
                hints: [field == nil ? "postil merges" : "postil merges \(short)"])
        }
        let isOpen = fields.contains { $0.1?.isOpen == true }
        for (event, meeting) in fields {
            guard let meeting, meeting.isTakeable else {
                left.append(event)
                continue
            }
            guard meeting.isOpen || !isOpen else { continue }
            ops += try [write(event, meeting)].compactMap { $0 }
        }
        if ops.isEmpty, !isOpen, left.count == fields.count, side != "both" { throw moved }
    }

    private func write(_ event: MergeEvent, _ meeting: MergeMeeting) throws -> PlacedOp? {
        let chosen = side == "mine" ? meeting.mine : meeting.theirs
        guard event.what == .text else {
            return try side == "both"
                ? nil
                : chosen.payload.flatMap { try author.set(event.register, of: row.id, to: $0) }
        }
        let shown = try workspace.replica.text(of: row.id, in: author.copy)
        return try side == "both"
            ? author.accept(shown, of: row.id) : author.edit(row.id, shown: shown, to: chosen.words)
    }

    // MARK: Replies

    private func reply() throws -> Reply {
        // That both are good as they are changes nothing that could be taken back.
        let only = field.map { " --only \($0)" } ?? ""
        if side != "both" {
            try workspace.log("merges \(short) --take \(side)\(only)", ops, in: row.set)
        }
        let verb = ops.isEmpty ? "Unchanged:" : "Took \(side) for"
        let left = side == "both" ? [] : left.map(\.register.label)
        let rest =
            left.isEmpty ? "" : "Not the \(left.joined(separator: ", ")): \(Self.since)\n"
        let status: ExitStatus = left.isEmpty ? .done : .partly
        guard let article = try article else {
            let (view, text) = try NoteMaking.describe(row.id, verb: verb, workspace)
            return Reply(text: text + rest, status: status) {
                view.write(to: &$0)
                if !left.isEmpty { $0.member("left", left) }
            }
        }
        let name = try workspace.name(of: row.set)
        let text = "\(verb) \(short)  “\(TerminalSafe.line(article.title))”\n"
        return Reply(text: text + rest, status: status) {
            article.write(to: &$0, setName: name, notes: nil)
        }
    }

    private var article: ArticleView? {
        get throws {
            row.state.creation?.kind.opClass == .article ? try workspace.article(row.id) : nil
        }
    }

    private static let since = "it was changed again after that merge"

    private var moved: CommandFailure {
        let fields = left.map(\.register.label).joined(separator: " and the ")
        let isText = left.contains { $0.what == .text }
        return CommandFailure(
            .decisionNeeded, code: "text-moved",
            "the \(fields) of \(short) was changed again after that merge",
            evidence: ["one side of it would undo what was written since"],
            hints: [
                isText
                    ? "edit it by hand: postil edit \(short)"
                    : "the whole story: postil show \(short) --history"
            ])
    }
}
