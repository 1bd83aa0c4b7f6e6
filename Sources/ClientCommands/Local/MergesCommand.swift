import AnnotationModel
import CommandLine
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil merges [ANN]`: what merges joined or had to choose, and how to choose otherwise.
enum MergesCommand {
    static func run(_ session: Session) throws -> Reply {
        let word = session.command.argument("ANN")
        if let take = session.command.value("take") {
            guard let word else {
                throw CommandFailure(
                    .usage, code: "usage", "--take needs the annotation", hints: ["postil merges"])
            }
            return try self.take(take, word, session)
        }
        return try session.read { workspace in
            let entity = try word.map { try workspace.annotation($0).id }
            let events = try workspace.transaction.mergeEvents(
                set: nil, entity: entity, limit: 1000)
            let shown = try events.map { try MergeView($0, workspace) }
            let text =
                shown.isEmpty
                ? "Nothing was merged in this store yet.\n"
                : shown.map(\.text).joined()
            return .list(
                text: text, plain: shown.map(\.plain).joined(),
                items: shown.map { view in { view.write(to: &$0) } })
        }
    }

    private static func take(_ side: String, _ word: String, _ session: Session) throws -> Reply {
        guard ["mine", "theirs", "both"].contains(side) else {
            throw CommandFailure(.usage, code: "usage", "--take takes mine, theirs or both")
        }
        return try session.write { workspace in
            let row = try workspace.annotation(word)
            let author = try workspace.author(in: row.set)
            let events = try workspace.transaction.mergeEvents(
                set: row.set, entity: row.id, limit: 1)
            guard let event = events.first else {
                throw CommandFailure(
                    .notFound, code: "nothing-merged", "nothing was merged on that annotation")
            }
            let op = side == "both" ? nil : try write(side, event, row, author, workspace)
            let short = try workspace.short(AnnotationID(row.id.octets))
            try workspace.log("merges \(short) --take \(side)", [op].compactMap { $0 }, in: row.set)
            let (view, text) = try NoteMaking.describe(
                row.id, verb: op == nil ? "Unchanged:" : "Took \(side) for", workspace)
            return Reply(text: text) { view.write(to: &$0) }
        }
    }

    private static func write(
        _ side: String, _ event: MergeEvent, _ row: EntityRow, _ author: Author,
        _ workspace: Workspace
    ) throws -> PlacedOp? {
        let copy = author.copy
        switch event.what {
        case .text:
            let shown = try workspace.replica.text(of: row.id, in: copy)
            let ops = try workspace.replica.textOps(of: row.id, in: copy)
            guard let sides = MergeSides(of: event, in: ops, heads: shown.heads) else {
                let short = try workspace.short(AnnotationID(row.id.octets))
                throw CommandFailure(
                    .decisionNeeded, code: "text-moved",
                    "the text of \(short) was changed again after that merge",
                    evidence: ["one side of it would undo what was written since"],
                    hints: ["edit it by hand: postil edit \(short)"])
            }
            return try author.edit(
                row.id, shown: shown, to: side == "mine" ? sides.mine : sides.theirs)
        case .register:
            let values = row.state.values(of: event.register)
            let chosen = values.first {
                ($0.author == workspace.transaction.account) == (side == "mine")
            }
            guard let chosen, let payload = try Payload.decode(chosen.payload, of: chosen.kind)
            else {
                return nil
            }
            return try author.set(event.register, of: row.id, to: payload)
        case .kept:
            return nil
        }
    }
}
