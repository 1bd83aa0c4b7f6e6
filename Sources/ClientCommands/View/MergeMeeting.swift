import AnnotationModel
import CRDT
import Replication
import Storage
import SyncEngine
import WireFormat

/// What met in the newest merge of a field: both sides, what they came from, and what has become of
/// them.
struct MergeMeeting {
    /// What one side wrote.
    struct Side {
        let words: String
        let when: UInt64?
        let authors: Set<AccountID>
        /// What writes it again; nil for texts.
        var payload: Payload?
    }

    /// The text both sides began with; nil for values.
    let base: String?
    let mine: Side
    let theirs: Side
    /// Whether it is as the merge left it, and nobody has decided.
    let isOpen: Bool
    /// Whether one side in its place would undo nothing that was written since.
    let isTakeable: Bool

    /// - Returns: nil if the ops are not there any more, or nothing was written on both sides.
    init?(_ event: MergeEvent, _ workspace: Workspace) throws {
        guard let row = try workspace.transaction.entity(event.entity) else { return nil }
        switch event.what {
        case .text: try self.init(text: event, row, workspace)
        case .register: try self.init(value: event, row, workspace)
        case .kept: return nil
        }
    }

    private init?(text event: MergeEvent, _ row: EntityRow, _ workspace: Workspace) throws {
        let copy = try workspace.copy(of: row.set)
        let past = try OpPast(copy.ops(of: row.id), in: copy) { $0.op.kind.isText }
        guard let sides = MergeSides(of: event, in: past, isOwn: { workspace.isOwn($0.author) })
        else { return nil }
        let history = TextHistory(try workspace.replica.textOps(of: row.id, in: copy))
        func side(_ ops: [PlacedOp]) -> Side {
            Side(
                words: history.text(at: ops.map(\.identity)),
                when: ops.map(\.op.stamp.milliseconds).max(), authors: Set(ops.map(\.author)))
        }
        mine = side(sides.mine)
        theirs = side(sides.theirs)
        let common = past.past(of: sides.mine.map(\.identity)).intersection(
            past.past(of: sides.theirs.map(\.identity)))
        base = history.text(at: Array(common))
        let merged = history.text(at: (sides.mine + sides.theirs).map(\.identity))
        let current = try workspace.replica.text(of: row.id, in: copy).text
        // What is there is compared, not who wrote last: a choice that was taken back is none.
        func isThere(_ text: String) -> Bool { text.utf8.elementsEqual(current.utf8) }
        isOpen =
            row.isAlive && isThere(merged) && !sides.areBothAccepted
            && !mine.words.utf8.elementsEqual(theirs.words.utf8)
        isTakeable = row.isAlive && [merged, mine.words, theirs.words].contains(where: isThere)
    }

    private init?(value event: MergeEvent, _ row: EntityRow, _ workspace: Workspace) throws {
        let copy = try workspace.copy(of: row.set)
        let past = try OpPast(copy.ops(of: row.id), in: copy) {
            $0.op.kind.register == event.register
        }
        guard let incoming = past.op(event.op) else { return nil }
        // The newest that met it: if that can be, one's own against another's.
        let unseen = past.concurrent(to: event.op)
        let isIncomingOwn = workspace.isOwn(incoming.author)
        let across = unseen.filter { workspace.isOwn($0.author) != isIncomingOwn }
        let newest = (across.isEmpty ? unseen : across).max {
            ($0.op.stamp, $0.identity) < ($1.op.stamp, $1.identity)
        }
        guard let newest else { return nil }
        let sides = [newest, incoming].map(Self.side)
        let isSwapped = isIncomingOwn && !across.isEmpty
        mine = sides[isSwapped ? 1 : 0]
        theirs = sides[isSwapped ? 0 : 1]
        base = nil
        isOpen = row.isAlive && Registers.conflicts(row.state).contains(event.register)
        let current = row.state.values(of: event.register).first
            .flatMap { OpWords.value($0.payload, $0.kind) }
        let isOneOfThem = sides.contains { side in
            current.map { side.words.utf8.elementsEqual($0.utf8) } ?? false
        }
        isTakeable = isOpen || row.isAlive && isOneOfThem
    }

    private static func side(_ op: PlacedOp) -> Side {
        var payload = try? Payload.decode(op.op.payload, of: op.op.kind)
        if case .article(let article)? = payload { payload = .name(article.title) }
        return Side(
            words: OpWords.value(op) ?? "?", when: op.op.stamp.milliseconds, authors: [op.author],
            payload: payload)
    }
}

extension MergeEvent {
    /// The newest of each field of each thing, in their order, which has the newest first.
    static func newest(of events: [MergeEvent]) -> [MergeEvent] {
        struct Field: Hashable {
            let what: What
            let entity: EntityID
            let register: OpKind?
        }
        var seen: Set<Field> = []
        return events.filter { event in
            let register = event.what == .kept ? nil : event.register
            return seen.insert(Field(what: event.what, entity: event.entity, register: register))
                .inserted
        }
    }
}
