import AnnotationModel
import CRDT
import CommandLine
import JSON
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil drawer --again`: what lies in the drawer, as an ordinary change of now.
enum DrawerAgain {
    /// What became of one entry.
    private struct Outcome {
        let item: DrawerWords
        /// What it changed, and by what; nil if it stays in the drawer.
        var made: (name: String, op: PlacedOp)?
        /// Why it stays.
        var why = ""
    }

    /// Makes again what can be; what cannot stays where it is.
    static func run(
        _ items: [DrawerWords], _ session: Session, _ workspace: Workspace
    ) throws -> Reply {
        var changes = Changes()
        var outcomes: [Outcome] = []
        // An edit, or a reply, of a note that comes back before it is on the note as it is then.
        var back: [Dot: EntityID] = [:]
        for item in items {
            var outcome = Outcome(item: item)
            do {
                let op = try make(item.item, over: back, workspace)
                if item.item.op.kind.creates { back[item.item.identity.dot] = op.entity }
                let name = try name(of: op, workspace)
                changes.add(name, [op], in: item.item.set)
                try item.number.map { try workspace.transaction.removeDrawerItem($0) }
                outcome.made = (name, op)
            } catch let error where error is AuthoringFailure || error is CommandFailure {
                outcome.why =
                    Failures.failure(error, folder: session.folder, again: nil).what
            }
            outcomes.append(outcome)
        }
        try changes.log("drawer --again", workspace)
        return try reply(outcomes)
    }

    private static func make(
        _ item: DrawerItem, over back: [Dot: EntityID], _ workspace: Workspace
    ) throws -> PlacedOp {
        guard let copy = try workspace.transaction.copy(of: item.set), copy.state.stop != .removed
        else { throw impossible("its set is not here") }
        let author = Author(workspace.replica, copy)
        guard let payload = try? Payload.decode(item.op.payload, of: item.op.kind) else {
            throw impossible("this program does not know what it says")
        }
        if case .article(let article) = item.op.target,
            case .annotation(let text, let anchor) = payload
        {
            guard try workspace.article(EntityID(article))?.isAlive == true else {
                throw impossible("its article is not in the set")
            }
            return try author.annotate(article, text: text, anchor: anchor)
        }
        guard case .annotation(let dot) = item.op.target,
            let entity = try back[dot] ?? copy.op(at: dot)?.entity,
            let row = try workspace.transaction.entity(entity), row.isAlive, row.articleIsAlive
        else { throw impossible("what it is about is not in the set") }
        let op: PlacedOp? =
            switch payload {
            case .reply(let text): try author.reply(to: entity, text: text)
            case .runs:
                try author.edit(
                    entity, shown: workspace.replica.text(of: entity, in: copy), to: item.text)
            case .name(let name) where item.op.kind == .tag: try author.tag(entity, name)
            case .name where item.op.kind == .colour, .status, .anchor:
                try author.set(item.op.kind, of: entity, to: payload)
            default: throw impossible("a change of this kind is made anew by its own command")
            }
        guard let op else { throw impossible("it is so already") }
        return op
    }

    private static func impossible(_ why: String) -> CommandFailure {
        CommandFailure(.failed, code: "not-again", why)
    }

    private static func name(of op: PlacedOp, _ workspace: Workspace) throws -> String {
        guard let entity = op.entity else { return "" }
        let id = AnnotationID(entity.octets)
        try workspace.remember(id)
        return try workspace.short(id)
    }

    private static func reply(_ outcomes: [Outcome]) throws -> Reply {
        let left = outcomes.filter { $0.made == nil }
        if left.count == outcomes.count, let first = left.first {
            throw CommandFailure(
                .failed, code: "not-again",
                "nothing of it can be made again: \(first.why)",
                evidence: ["all of it stays in the drawer"],
                hints: ["its words: postil drawer \(first.item.number ?? 0)"])
        }
        var text = ""
        for outcome in outcomes {
            let what = "\(outcome.item.number ?? 0)  \(outcome.item.kind)"
            text +=
                outcome.made.map { "Made again  \(what): \($0.name)\n" }
                ?? "Stays here  \(what): \(outcome.why)\n"
        }
        if outcomes.isEmpty { text = "The drawer is empty: there is nothing to make again.\n" }
        return Reply(text: text, status: left.isEmpty ? .done : .partly) { writer in
            writer.array("items") { list in
                for outcome in outcomes {
                    list.object {
                        outcome.item.write(to: &$0)
                        $0.member("again", outcome.made != nil)
                        $0.member(
                            "id",
                            outcome.made?.op.entity.map { AnnotationID($0.octets).text })
                        $0.member("why", outcome.made == nil ? outcome.why : nil)
                    }
                }
            }
        }
    }
}
