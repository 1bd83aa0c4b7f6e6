import CRDT
import SyncEngine

/// The two texts that a merge joined, as long as nothing was written over what it made.
struct MergeSides {
    let mine: String
    let theirs: String

    /// Parts the heads of the text: those that follow the op that came in, and the rest, whose text
    /// must be the one that was shown before; nil if it is not, or one side has no head.
    init?(of event: MergeEvent, in ops: [TextOp], heads: [Identity]) {
        // Each op comes after all that it names.
        var following: Set<Identity> = [event.op]
        for op in ops where op.predecessors.contains(where: following.contains) {
            following.insert(op.id)
        }
        let incoming = heads.filter(following.contains)
        let rest = heads.filter { !following.contains($0) }
        guard !incoming.isEmpty, !rest.isEmpty else { return nil }
        let history = TextHistory(ops)
        guard history.text(at: rest).utf8.elementsEqual(event.before.utf8) else { return nil }
        mine = event.before
        theirs = history.text(at: incoming)
    }
}
