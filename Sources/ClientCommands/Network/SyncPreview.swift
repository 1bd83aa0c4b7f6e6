import AnnotationModel
import CRDT
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil sync -n`: what a sync would send, set by set, without asking anybody.
struct SyncPreview {
    /// What waits about one annotation or article.
    private struct Item {
        let id: String
        let short: String
        var verbs: [String]
        let words: String

        /// What happens, in as many words as a column has room for.
        var state: String {
            if verbs.contains("deleted"), verbs.last == "deleted" { return "deleted" }
            if let first = verbs.first, ["made", "replied", "added"].contains(first) {
                return first
            }
            return verbs.count > 3
                ? verbs.prefix(3).joined(separator: ", ") + " …" : verbs.joined(separator: ", ")
        }
    }

    private struct Waiting {
        let id: String
        let name: String
        let count: Int
        let isStopped: Bool
        let items: [Item]
    }

    private let sets: [Waiting]
    private let receiver: String?

    private static let itemsMax = 10

    init(_ only: SetID?, _ workspace: Workspace) throws {
        receiver = try workspace.transaction.setting(.serverURL)
            .map { String(decoding: $0, as: UTF8.self) }
            .flatMap(ServerAddress.init(stored:))?.host
        sets = try workspace.transaction.sets().filter { only == nil || $0 == only }.map { set in
            let copy = try workspace.copy(of: set)
            let isStopped = copy.state.stop != nil
            let ops = isStopped ? [] : try copy.outbox().compactMap { try copy.op(at: $0) }
            return Waiting(
                id: set.octets.hex, name: try workspace.name(of: set), count: ops.count,
                isStopped: isStopped, items: try Self.items(ops, set, workspace))
        }
    }

    /// The ops by what they are about, in the order in which each was first written on.
    private static func items(
        _ ops: [PlacedOp], _ set: SetID, _ workspace: Workspace
    ) throws -> [Item] {
        var places: [EntityID: Int] = [:]
        var items: [Item] = []
        for op in ops {
            guard let entity = op.entity else { continue }
            let verb = OpWords.verb(op)
            if let place = places[entity] {
                if !items[place].verbs.contains(verb) { items[place].verbs.append(verb) }
                continue
            }
            places[entity] = items.count
            items.append(try item(entity, verb, set, workspace))
        }
        return items
    }

    private static func item(
        _ entity: EntityID, _ verb: String, _ set: SetID, _ workspace: Workspace
    ) throws -> Item {
        guard entity != EntityID(set.octets), let row = try workspace.transaction.entity(entity),
            let creation = row.state.creation
        else { return Item(id: set.octets.hex, short: "the set", verbs: [verb], words: "") }
        if creation.kind.opClass == .article {
            let id = ArticleID(entity.octets)
            return Item(
                id: id.text, short: try workspace.short(id), verbs: [verb],
                words: try workspace.article(entity)?.title ?? "")
        }
        var articles = ArticleCache()
        let view = try AnnotationView(row, workspace, &articles)
        return Item(
            id: view.idText, short: try workspace.short(view.id), verbs: [verb],
            words: view.text.isEmpty ? view.original?.exact ?? "" : view.text)
    }

    private var total: Int { sets.reduce(0) { $0 + $1.count } }

    func text(width: Int) -> String {
        let to = receiver.map { " to \($0)" } ?? ""
        var text =
            total == 0
            ? "Nothing would be sent\(to).\n"
            : "Would send \(Counted.text(total, "change"))\(to):\n"
        for set in sets {
            let name = TerminalSafe.line(set.name)
            if set.isStopped { text += "\n\(name)  is not synced: postil status\n" }
            guard set.count > 0 else { continue }
            text += "\n\(name)  \(Counted.text(set.count, "change")) to "
            text += Counted.text(set.items.count, "thing") + "\n"
            let shown = set.items.prefix(Self.itemsMax)
            let verbs = shown.map(\.state)
            let column = min(30, verbs.map(TextWidth.columns).max() ?? 0)
            for (item, verb) in zip(shown, verbs) {
                let head =
                    "  \(TextWidth.padded(item.short, 5)) \(TextWidth.padded(verb, column))  "
                let room = max(10, width - TextWidth.columns(head) - 2)
                let words = TextWidth.truncate(OneLine.text(item.words), room)
                text += head + (words.isEmpty ? "" : "“\(words)”") + "\n"
            }
            let more = set.items.count - shown.count
            if more > 0 { text += "  and \(more) more\n" }
        }
        return text
            + "\nNothing was sent (-n). What others wrote only a real sync tells: postil sync\n"
    }

    func write(to writer: inout JSONWriter) {
        writer.member("dryRun", true)
        writer.member("sent", 0)
        writer.member("received", 0)
        writer.member("merged", [])
        writer.member("refused", [])
        writer.member("unsynced", total)
        writer.array("sets") { list in
            for set in sets {
                list.object { member in
                    member.member("id", set.id)
                    member.member("name", set.name)
                    member.member("unsynced", set.count)
                    member.member("stopped", set.isStopped)
                    member.array("items") { items in
                        for item in set.items {
                            items.object {
                                $0.member("id", item.id)
                                $0.member("changes", item.verbs)
                                $0.member("text", item.words)
                            }
                        }
                    }
                }
            }
        }
    }
}
