import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

/// Copies with an error, each of which the simulation has to find.
enum PlantedError: CaseIterable, Sendable {
    case tokenIsNotRemoved, recordIsNotKept, overrideFollowsConfirmed, outboxKeepsAnOp
    case againIsForgotten, outboxIsReordered, wrongTextIsKept, outboxIsEmptied

    var making: MemoryReplicaStore.Making {
        switch self {
        case .tokenIsNotRemoved: { TokenKeeping(id: $0, $1, $2) }
        case .recordIsNotKept: { RecordLosing(id: $0, $1, $2) }
        case .overrideFollowsConfirmed: { Overwriting(id: $0, $1, $2) }
        case .outboxKeepsAnOp: { OpKeeping(id: $0, $1, $2) }
        case .againIsForgotten: { AgainForgetting(id: $0, $1, $2) }
        case .outboxIsReordered: { OutboxReordering(id: $0, $1, $2) }
        case .wrongTextIsKept: { TextKeeping(id: $0, $1, $2) }
        case .outboxIsEmptied: { OutboxEmptying(id: $0, $1, $2) }
        }
    }
}

/// Says that it took a token away, and does not.
private final class TokenKeeping: MemoryCopy {
    override func removeToken(
        _ identity: Identity, from id: EntityID, _ layer: Layer
    ) throws -> Bool {
        layer == .shown
            ? try super.removeToken(identity, from: id, layer)
            : try tokens(of: id, layer).contains { $0.identity == identity }
    }
}

/// Moves its cursor without keeping the record.
private final class RecordLosing: MemoryCopy {
    override func append(_ record: Record) throws {
        if record.seq % 5 != 0 { try super.append(record) }
    }
}

/// Lets what is confirmed shine through where something else is shown.
private final class Overwriting: MemoryCopy {
    override func put(_ state: EntityState, of id: EntityID, _ layer: Layer) throws {
        try super.put(state, of: id, layer)
        if layer == .confirmed, try outbox().count > 1 { try super.put(state, of: id, .shown) }
    }

    override func resetShown() throws -> [EntityID] {
        try outbox().count > 2 ? [] : super.resetShown()
    }
}

/// Takes an op out of the outbox, but not every fourth.
private final class OpKeeping: MemoryCopy {
    override func removeFromOutbox(_ dot: Dot) throws {
        if dot.counter % 4 != 3 { try super.removeFromOutbox(dot) }
    }
}

/// Does not remember that an op that was issued again is accepted.
private final class AgainForgetting: MemoryCopy {
    override func putAcceptedAgain(_ identity: Identity, as dot: Dot) throws {}
}

/// Gives out the second op of the outbox before the first.
private final class OutboxReordering: MemoryCopy {
    override func outbox() throws -> [Dot] {
        var dots = try super.outbox()
        if dots.count > 2 { dots.swapAt(0, 1) }
        return dots
    }
}

/// Keeps the first text of an annotation.
private final class TextKeeping: MemoryCopy {
    override func putText(_ text: BodyText?, of entity: EntityID) throws {
        if try self.text(of: entity) == nil { try super.putText(text, of: entity) }
    }
}

/// Forgets the outbox when a bundle has come back.
private final class OutboxEmptying: MemoryCopy {
    override func removeSealed(through counter: UInt64) throws {
        try super.removeSealed(through: counter)
        for dot in try outbox() where dot.counter > counter { try super.removeFromOutbox(dot) }
    }
}
