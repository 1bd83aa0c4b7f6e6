import AnnotationModel
import CRDT
import Replication
import SyncEngine

/// The ops at which a text met, parted between two sides.
struct MergeSides {
    let mine: [PlacedOp]
    let theirs: [PlacedOp]
    /// What was written over both since, the newest first.
    let over: [PlacedOp]

    /// Parts them by who wrote them; where all of them are one's own, or none, the side that came
    /// in stands against the rest. Nil if nothing met, or one side has nothing.
    init?(of event: MergeEvent, in past: OpPast, isOwn: (PlacedOp) -> Bool) {
        let (heads, over) = past.newestMeeting
        let incoming = past.future(of: event.op)
        var mine = heads.filter(isOwn)
        if mine.isEmpty || mine.count == heads.count {
            mine = heads.filter { !incoming.contains($0.identity) }
        }
        let chosen = Set(mine.map(\.identity))
        let theirs = heads.filter { !chosen.contains($0.identity) }
        if mine.isEmpty || theirs.isEmpty { return nil }
        (self.mine, self.theirs, self.over) = (mine, theirs, over)
    }

    /// Whether somebody said that both are good as they are: an op that types nothing joins them.
    var areBothAccepted: Bool { over.contains(where: OpWords.joins) }
}
