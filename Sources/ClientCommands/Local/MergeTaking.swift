import AnnotationModel
import CRDT
import CommandLine
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil merges ANN --take mine|theirs|both`: one side in place of what a merge made of both.
enum MergeTaking {
    static func run(_ side: String, _ word: String, _ session: Session) throws -> Reply {
        guard ["mine", "theirs", "both"].contains(side) else {
            throw CommandFailure(
                .usage, code: "usage", "--take takes mine, theirs or both, not “\(side)”",
                hints: ["postil merges \(word)"])
        }
        return try session.write { workspace in
            let row = try MergesCommand.entity(word, workspace)
            let isArticle = row.state.creation?.kind.opClass == .article
            let short =
                isArticle
                ? try workspace.short(ArticleID(row.id.octets))
                : try workspace.short(AnnotationID(row.id.octets))
            let events = try newest(of: row, workspace)
            guard !events.isEmpty else {
                throw CommandFailure(
                    .notFound, code: "nothing-merged", "nothing was merged on \(short)",
                    hints: ["postil merges"])
            }
            let author = try workspace.author(in: row.set)
            var ops: [PlacedOp] = []
            if side != "both" {
                for event in events {
                    ops += try [write(side, event, row, short, author, workspace)].compactMap { $0 }
                }
            }
            try workspace.log("merges \(short) --take \(side)", ops, in: row.set)
            let verb = ops.isEmpty ? "Unchanged:" : "Took \(side) for"
            if isArticle { return try article(row, verb, short, workspace) }
            let (view, text) = try NoteMaking.describe(row.id, verb: verb, workspace)
            return Reply(text: text) { view.write(to: &$0) }
        }
    }

    /// The newest merge of each of its fields at which there were two sides.
    private static func newest(
        of row: EntityRow, _ workspace: Workspace
    ) throws -> [MergeEvent] {
        var seen: Set<OpKind> = []
        return try workspace.transaction.mergeEvents(set: row.set, entity: row.id, limit: 1000)
            .filter { $0.what != .kept && seen.insert($0.register).inserted }
    }

    private static func article(
        _ row: EntityRow, _ verb: String, _ short: String, _ workspace: Workspace
    ) throws -> Reply {
        guard let view = try workspace.article(row.id) else {
            throw CommandFailure(.failed, "the article is not there any more")
        }
        let name = try workspace.name(of: row.set)
        let text = "\(verb) \(short)  “\(TerminalSafe.line(view.title))”\n"
        return Reply(text: text) { view.write(to: &$0, setName: name, notes: nil) }
    }

    private static func write(
        _ side: String, _ event: MergeEvent, _ row: EntityRow, _ short: String, _ author: Author,
        _ workspace: Workspace
    ) throws -> PlacedOp? {
        if event.what == .text {
            let shown = try workspace.replica.text(of: row.id, in: author.copy)
            let ops = try workspace.replica.textOps(of: row.id, in: author.copy)
            guard let sides = MergeSides(of: event, in: ops, heads: shown.heads) else {
                throw moved("text", short, "edit it by hand: postil edit \(short)")
            }
            return try author.edit(
                row.id, shown: shown, to: side == "mine" ? sides.mine : sides.theirs)
        }
        guard let meeting = try MergeMeeting(event, workspace) else { return nil }
        let current = row.state.values(of: event.register).first
            .flatMap { OpWords.value($0.payload, $0.kind) }
        let words = [meeting.mine.words, meeting.theirs.words]
        guard let current, words.contains(where: { $0.utf8.elementsEqual(current.utf8) }) else {
            throw moved(
                event.register.label, short, "the whole story: postil show \(short) --history")
        }
        let chosen = side == "mine" ? meeting.mine : meeting.theirs
        return try chosen.payload.flatMap {
            try author.set(event.register, of: row.id, to: $0)
        }
    }

    private static func moved(_ what: String, _ short: String, _ hint: String) -> CommandFailure {
        CommandFailure(
            .decisionNeeded, code: "text-moved",
            "the \(what) of \(short) was changed again after that merge",
            evidence: ["one side of it would undo what was written since"], hints: [hint])
    }
}
