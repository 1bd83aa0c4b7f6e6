import AnnotationModel
import CRDT
import CommandLine
import Replication
import Storage
import SyncEngine
import WireFormat

/// What a change of the log was about, in few words: tags, the words of a text or passage.
enum LogWords {
    /// Of more ops than these nothing is said in few words.
    private static let opsMax = 20
    private static let columnsMax = 40

    static func detail(of change: LocalChange, _ workspace: Workspace) throws -> String {
        guard change.ops.count <= opsMax else { return "" }
        var words: [String] = []
        for identity in change.ops {
            guard let op = try workspace.transaction.op(with: identity, in: change.set) else {
                continue
            }
            for word in try self.words(op, workspace.copy(of: change.set), workspace)
            where !words.contains(where: { $0.utf8.elementsEqual(word.utf8) }) {
                words.append(word)
            }
        }
        return words.joined(separator: " ")
    }

    /// The words of one op.
    static func words(
        _ op: PlacedOp, _ copy: any CopyStore, _ workspace: Workspace
    ) throws -> [String] {
        switch op.op.kind {
        case .tag: return OpWords.value(op).map { ["+\($0)"] } ?? []
        case .untag:
            let named = try op.op.names.compactMap { try copy.op(at: $0) }
            return named.compactMap { OpWords.value($0) }.map { "-\($0)" }
        case .colour: return OpWords.value(op).map { [$0.isEmpty ? "(no colour)" : $0] } ?? []
        case .annotate, .reply: return quoted(said(op.op.payload, op.op.kind))
        case .text: return try op.entity.map { quoted(try text(op, $0, copy, workspace)) } ?? []
        case .reattach, .title: return quoted(OpWords.value(op))
        case .delete, .deleteArticle, .revive, .reviveArticle:
            let creation = try op.entity.flatMap { try copy.entity($0, .shown)?.creation }
            return quoted(creation.flatMap { said($0.payload, $0.kind) })
        default: return []
        }
    }

    /// The words that were marked; of a note on none, and of a reply, its own; an article's title.
    private static func said(_ payload: [UInt8], _ kind: OpKind) -> String? {
        switch try? Payload.decode(payload, of: kind) {
        case .annotation(let text, let anchor)?: anchor?.exact ?? text
        case .reply(let text)?: text
        case .article(let article)?: article.title
        default: nil
        }
    }

    /// The text as an edit left it.
    private static func text(
        _ op: PlacedOp, _ entity: EntityID, _ copy: any CopyStore, _ workspace: Workspace
    ) throws -> String {
        let shown = try workspace.replica.text(of: entity, in: copy)
        if shown.heads == [op.identity] { return shown.text }
        return TextHistory(try workspace.replica.textOps(of: entity, in: copy))
            .text(at: [op.identity])
    }

    private static func quoted(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return ["“\(TextWidth.truncate(OneLine.text(text), columnsMax))”"]
    }
}
