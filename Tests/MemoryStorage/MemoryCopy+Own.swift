import AnnotationModel
public import CRDT
public import SyncEngine
public import WireFormat

extension MemoryCopy {
    /// All that a copy keeps beside its content; a class, for as a value it would be copied whole
    /// wherever a part of it is looked at.
    public final class Own {
        /// What is known of the set beside its content.
        public var state: CopyState
        /// Who is a member.
        public internal(set) var membership = Membership()
        /// Dots of own ops that have not come back, in order.
        public internal(set) var outbox: [Dot] = []
        /// Sealed bundles that have not come back, in order.
        public internal(set) var sealed: [Bundle] = []
        /// What merges did.
        public internal(set) var events: [MergeEvent] = []
        /// Records that the server lost, in their order.
        public internal(set) var lost: [LostRecord] = []
        /// The membership log that the server lost.
        public internal(set) var lostMembers: [MemberEntry] = []
        var heads: [ReplicaID: ChainHead] = [:]
        var log = UndoableArray<Record>()
        var texts = UndoableDictionary<EntityID, BodyText>()
        fileprivate var before: Before?

        /// The log as received.
        public var records: [Record] { log.values }

        init(state: CopyState) {
            self.state = state
        }
    }

    /// What a change may replace, and is little.
    fileprivate struct Before {
        let state: CopyState
        let membership: Membership
        let outbox: [Dot]
        let sealed: [Bundle]
        let events: [MergeEvent]
        let lost: [LostRecord]
        let lostMembers: [MemberEntry]
        let heads: [ReplicaID: ChainHead]
    }
}

extension MemoryCopy.Own {
    /// Takes over all that is in another one.
    func take(_ other: MemoryCopy.Own) {
        state = other.state
        membership = other.membership
        outbox = other.outbox
        sealed = other.sealed
        events = other.events
        lost = other.lost
        lostMembers = other.lostMembers
        heads = other.heads
        log = other.log
        texts = other.texts
    }

    /// Forgets everything but the state and the membership log.
    func wipe() {
        outbox = []
        sealed = []
        events = []
        lost = []
        lostMembers = []
        heads = [:]
        log.replace(with: [])
        texts.removeAll()
    }

    func begin() {
        log.begin()
        texts.begin()
        before = MemoryCopy.Before(
            state: state, membership: membership, outbox: outbox, sealed: sealed, events: events,
            lost: lost, lostMembers: lostMembers, heads: heads)
    }

    func end() {
        log.end()
        texts.end()
        before = nil
    }

    func undo() {
        log.undo()
        texts.undo()
        guard let before else { return }
        state = before.state
        membership = before.membership
        outbox = before.outbox
        sealed = before.sealed
        events = before.events
        lost = before.lost
        lostMembers = before.lostMembers
        heads = before.heads
        self.before = nil
    }
}
