import AnnotationModel
import CRDT
import Replication
import Storage
import SyncEngine
import WireFormat

/// What met in a merge: both sides, and what both came from.
struct MergeMeeting {
    /// What one side wrote.
    struct Side {
        let words: String
        let when: UInt64?
        /// What writes it again; nil for texts.
        var payload: Payload?
    }

    /// The text both sides began with; nil where none is known, and for values.
    let base: String?
    let mine: Side
    let theirs: Side

    /// - Returns: nil if the ops are not there any more, or nothing was written on both sides.
    init?(_ event: MergeEvent, _ workspace: Workspace) throws {
        guard let row = try workspace.transaction.entity(event.entity),
            let copy = try workspace.transaction.copy(of: row.set)
        else { return nil }
        let isText = event.what == .text
        let past = try OpPast(copy.ops(of: event.entity), in: copy) { op in
            isText ? op.op.kind.isText : op.op.kind.register == event.register
        }
        guard let incoming = past.op(event.op) else { return nil }
        let unseen = past.concurrent(to: event.op)
        let account = workspace.transaction.account
        let own = unseen.filter { $0.author == account || $0.author == .none }
        let newest = (own.isEmpty ? unseen : own).max {
            ($0.op.stamp, $0.identity) < ($1.op.stamp, $1.identity)
        }
        if isText {
            let history = TextHistory(try workspace.replica.textOps(of: event.entity, in: copy))
            let common = past.past(of: [event.op]).intersection(
                past.past(of: unseen.map(\.identity)))
            base = unseen.isEmpty ? nil : history.text(at: Array(common))
            mine = Side(words: event.before, when: newest?.op.stamp.milliseconds)
            theirs = Side(
                words: history.text(at: [event.op]), when: incoming.op.stamp.milliseconds)
        } else {
            guard event.what == .register, let newest else { return nil }
            base = nil
            mine = Self.side(newest)
            theirs = Self.side(incoming)
        }
    }

    private static func side(_ op: PlacedOp) -> Side {
        var payload = try? Payload.decode(op.op.payload, of: op.op.kind)
        if case .article(let article)? = payload { payload = .name(article.title) }
        return Side(
            words: OpWords.value(op) ?? "?", when: op.op.stamp.milliseconds, payload: payload)
    }
}
