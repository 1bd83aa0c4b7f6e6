import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

/// Nothing is merged silently: where two had not seen each other's change and one of them lost, or
/// both were joined, both sides have a record of it.
struct NoticeCheck {
    private let end: EndCheck

    init(_ end: EndCheck) {
        self.end = end
    }

    func run() throws {
        for one in end.done {
            for other in end.done where one.side < other.side {
                if end.saw(one, other) || end.saw(other, one) { continue }
                try check(one, other)
                try checkKept(one, other)
                try checkKept(other, one)
            }
        }
    }

    /// Two writes of one thing.
    private func check(_ one: EndCheck.Done, _ other: EndCheck.Done) throws {
        let kind = one.op.op.kind
        guard kind.keeps, kind != .tag, let entity = one.op.entity, entity == other.op.entity,
            kind.register == other.op.op.kind.register, !kind.isText || kind == .text
        else { return }
        if kind != .text, one.op.op.payload == other.op.op.payload { return }
        // What is overwritten on its own side before the other comes in met nothing.
        let isText = kind == .text
        if !isText, isOverwritten(one) || isOverwritten(other) { return }
        for side in [one.side, other.side] {
            try expect(isText ? .text : .register, entity, side, one, other)
        }
    }

    private func isOverwritten(_ item: EndCheck.Done) -> Bool {
        end.done.contains {
            $0.op.entity == item.op.entity
                && $0.op.op.kind.register == item.op.op.kind.register && end.saw($0, item)
        }
    }

    /// A deletion, and content that it had not seen and that keeps what it deleted, if neither side
    /// did anything after it.
    private func checkKept(_ deletion: EndCheck.Done, _ content: EndCheck.Done) throws {
        guard [.delete, .deleteArticle].contains(deletion.op.op.kind),
            !deletion.op.op.kills.isEmpty, content.op.op.kind.isContent,
            let entity = deletion.op.entity, isLast(deletion), isLast(content),
            try end.stage.copy(end.moment, 0).hasToken(entity, .shown)
        else { return }
        let isSame = content.op.entity == entity
        let isOfArticle =
            deletion.op.op.kind == .deleteArticle && content.op.op.kind.opClass != .article
        guard isSame || isOfArticle else { return }
        for side in [deletion.side, content.side] {
            try expect(.kept, entity, side, deletion, content)
        }
    }

    private func isLast(_ item: EndCheck.Done) -> Bool {
        item.index == end.moment.sides[item.side].acts.count - 1
    }

    private func expect(
        _ what: MergeEvent.What, _ entity: EntityID, _ side: Int, _ one: EndCheck.Done,
        _ other: EndCheck.Done
    ) throws {
        let events = try end.stage.copy(end.moment, side).own.events
        guard events.contains(where: { $0.what == what && $0.entity == entity }) else {
            throw Failure(
                "side \(side) was not told that \(one.act.deed) met \(other.act.deed)")
        }
    }
}
