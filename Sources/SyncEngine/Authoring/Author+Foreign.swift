import Access
public import AnnotationModel
import CRDT
public import Replication
import WireFormat

extension Author {
    /// Makes the annotation that stands for a note of another program: its making, where it comes
    /// from, its tags, colour and state, each under the name that every replica of the account
    /// gives it and with the stamp of the day on which the note was made there.
    ///
    /// Returns nothing if the set has it, deleted or not.
    public func add(_ note: ForeignNote, _ naming: ForeignNaming) throws -> [PlacedOp] {
        try check(.annotate)
        try check(note)
        let stamp = HybridTimestamp(milliseconds: note.created, count: 0)
        guard let made = try make(note, stamp, naming) else { return [] }
        let target = Op.Target.annotation(made.dot)
        var result = [made]
        func put(_ kind: OpKind, _ payload: Payload, isOneOfMany: Bool = false) throws {
            let octets = payload.encoded()
            let op = Op(kind: kind, target: target, stamp: stamp, payload: octets)
            result.append(
                try issue(
                    op, of: note, value: isOneOfMany ? octets : [], making: made.identity, naming))
        }
        try put(.origin, .origin(note.origin))
        for tag in note.tags { try put(.tag, .name(tag), isOneOfMany: true) }
        if let colour = note.colour { try put(.colour, .name(colour)) }
        if note.isClosed { try put(.status, .status(isClosed: true)) }
        return result
    }

    /// Has the annotation of a foreign note say what the note says by now: its text, and where it
    /// comes from. Returns nothing if it does.
    public func update(
        _ entity: EntityID, to note: ForeignNote, shown: BodyText, _ naming: ForeignNaming
    ) throws -> [PlacedOp] {
        let state = try checkNote(entity)
        try check(note)
        let target = try target(of: entity)
        let stamp = HybridTimestamp(
            milliseconds: max(note.created, note.origin.modified), count: 0)
        func put(_ kind: OpKind, _ names: [Dot], _ payload: Payload) throws -> PlacedOp {
            let octets = payload.encoded()
            let op = Op(kind: kind, target: target, names: names, stamp: stamp, payload: octets)
            return try issue(
                op, of: note, value: octets, making: state.creation?.identity, naming)
        }
        var result: [PlacedOp] = []
        let base = try replica.standing(shown, of: entity, in: copy)
        let runs = Self.bounded(TextEdit.runs(from: base.text, to: note.text)) { base.text }
        if !runs.isEmpty {
            let heads = try base.heads.prefix(WireLimits.predecessorsMax)
                .compactMap { try replica.dot(of: $0, in: copy) }
            result.append(try put(.text, heads, .runs(runs)))
        }
        let origins = state.values(of: .origin)
        let origin = Payload.origin(note.origin)
        if origins.first?.payload != origin.encoded() {
            result.append(try put(.origin, origins.map(\.dot), origin))
        }
        return result
    }

    private func make(
        _ note: ForeignNote, _ stamp: HybridTimestamp, _ naming: ForeignNaming
    ) throws -> PlacedOp? {
        let op: Op
        switch note.subject {
        case .article(let article):
            guard try copy.entity(EntityID(article), .shown)?.creation != nil else {
                throw AuthoringFailure.notFound
            }
            op = Op(
                kind: .annotate, target: .article(article), stamp: stamp,
                payload: Payload.annotation(text: note.text, anchor: note.anchor).encoded())
        case .note(let parent):
            guard let creation = try copy.entity(parent, .shown)?.creation else {
                throw AuthoringFailure.notFound
            }
            op = Op(
                kind: .reply, target: .annotation(creation.dot), stamp: stamp,
                payload: Payload.reply(text: note.text).encoded())
        }
        let first = naming.identity(of: op, key: note.origin.key)
        let entity = EntityID(Naming(replica.hashing).annotation(op, first: first))
        guard try copy.entity(entity, .shown)?.creation == nil else { return nil }
        return try replica.issue(op.reissued(as: first), in: copy)
    }

    private func issue(
        _ op: Op, of note: ForeignNote, value: [UInt8], making: Identity?,
        _ naming: ForeignNaming
    ) throws -> PlacedOp {
        let first = naming.identity(
            of: op, key: note.origin.key, value: value, making: making)
        return try replica.issue(op.reissued(as: first), in: copy)
    }

    private func check(_ note: ForeignNote) throws {
        try check(note.text)
        try note.anchor.map { try check($0) }
        for tag in note.tags { try check(tag, limit: WireLimits.nameOctetsMax) }
        let origin = note.origin
        let limits = [
            (origin.format, WireLimits.nameOctetsMax), (origin.key, WireLimits.shortTextOctetsMax),
            (origin.creator, WireLimits.shortTextOctetsMax),
            (origin.workAuthor, WireLimits.shortTextOctetsMax),
            (origin.rest, WireLimits.textOctetsMax), (note.colour ?? "", WireLimits.nameOctetsMax),
        ]
        for (text, limit) in limits { try check(text, limit: limit) }
    }
}
