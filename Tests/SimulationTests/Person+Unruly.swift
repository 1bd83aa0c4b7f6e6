import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// What programs write that are newer, or that do not ask who may do what.
extension Person {
    private var replica: Replica { author.replica }
    private var copy: any CopyStore { author.copy }

    private func target(
        _ numbers: inout SplitMix64
    ) throws -> (EntityID, EntityState, Op.Target)? {
        guard let copy = copy as? any ListedCopy,
            let entity = numbers.pick(try copy.entities(.shown)),
            let state = try copy.entity(entity, .shown), let creation = state.creation
        else { return nil }
        if creation.kind.opClass == .make { return (entity, state, .annotation(creation.dot)) }
        return (entity, state, .article(ArticleID(entity.octets)))
    }

    /// An op that is well formed, whatever the person's role.
    func force(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        guard let (entity, state, target) = try target(&numbers) else { return [] }
        let texts = state.values(of: .text).map(\.dot)
        let kills = try copy.tokens(of: entity, .shown).map(\.dot)
        guard case .annotation = target else {
            let titles = state.values(of: .title).map(\.dot)
            let ops: [(OpKind, [Dot], [Dot], Payload)] = [
                (.title, titles, [], .name("forced")), (.deleteArticle, [], kills, .empty),
                (.reviveArticle, [], [], .empty),
                (.annotate, [], [], .annotation(text: text(&numbers), anchor: nil)),
            ]
            guard let (kind, names, kills, payload) = numbers.pick(ops) else { return [] }
            return [
                try replica.issue(
                    kind, target, names: names, kills: kills, payload: payload, in: copy)
            ]
        }
        let run = Payload.Run(position: numbers.below(9), deleted: numbers.below(3), inserted: "F")
        let ops: [(OpKind, [Dot], [Dot], Payload)] = [
            (.text, texts, [], .runs([run])), (.delete, [], kills, .empty),
            (.colour, state.values(of: .colour).map(\.dot), [], .name("forced")),
            (.tag, [], [], .name("forced")), (.revive, [], [], .empty),
            (.untag, state.values(of: .tag).map(\.dot), [], .empty),
            (.reply, [], [], .reply(text: text(&numbers))),
        ]
        guard let (kind, names, seen, payload) = numbers.pick(ops) else { return [] }
        return [
            try replica.issue(
                kind, target, names: names, kills: seen, payload: payload, in: copy)
        ]
    }

    /// An op of a kind or a class that these programs do not know.
    func unknown(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        guard let (entity, state, target) = try target(&numbers) else { return [] }
        let keeps = numbers.once(in: 2)
        let isContent = numbers.once(in: 2)
        let number = 70 + UInt32(numbers.below(2))
        if numbers.once(in: 4) {
            let kind = OpKind(raw: number << 6 | UInt32(4 + numbers.below(4)) << 3 | 2)
            return [try replica.issue(kind, target, payload: .name("alien"), in: copy)]
        }
        if case .annotation = target, numbers.once(in: 4) {
            let kind = OpKind(
                number: number, .make, creates: true, keeps: keeps, isContent: isContent)
            return [try replica.issue(kind, target, payload: .name("made"), in: copy)]
        }
        let opClass: OpClass = if case .annotation = target { .note } else { .article }
        let kind = OpKind(number: number, opClass, keeps: keeps, isContent: isContent)
        let named = numbers.once(in: 3) ? [] : state.values(of: kind).map(\.dot)
        let kills = numbers.once(in: 4) ? try copy.tokens(of: entity, .shown).map(\.dot) : []
        return [
            try replica.issue(
                kind, target, names: named, kills: kills, payload: .name("k\(tick)"), in: copy)
        ]
    }

    /// An op whose parts do not fit together.
    func odd(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        guard let (entity, state, target) = try target(&numbers),
            let other = try self.target(&numbers)
        else { return [] }
        let foreign = other.1.live.map(\.dot)
        let tokens = try copy.tokens(of: other.0, .shown).map(\.dot)
        let own = state.live.map(\.dot)
        if numbers.once(in: 8) {
            let nowhere = Op.Target.article(ArticleID(Octets16(high: 1, low: UInt64(tick))))
            return [
                try replica.issue(
                    numbers.once(in: 2) ? .annotate : .title, nowhere,
                    payload: numbers.once(in: 2)
                        ? .annotation(text: "nowhere", anchor: nil)
                        : .name("nowhere"), in: copy)
            ]
        }
        let ops: [(OpKind, [Dot], [Dot], Payload)] = [
            (.colour, [], [], .status(isClosed: true)), (.text, [], [], .runs([])),
            (.text, foreign, [], .runs([])), (.title, foreign, [], .name("odd")),
            (.annotate, foreign, [], .annotation(text: "odd", anchor: nil)),
            (.delete, [], tokens, .empty), (.setName, own, [], .name("odd")),
            (OpKind(number: 80, .note, creates: true, keeps: true), [], [], .name("odd")),
            (OpKind(number: 81, .make, keeps: true), own, tokens, .name("odd")),
            (OpKind(number: 82, .make, creates: true, isContent: true), foreign, tokens, .empty),
            (OpKind(number: 83, .note, isContent: true), tokens, [], .empty),
        ]
        guard let (kind, names, kills, payload) = numbers.pick(ops) else { return [] }
        _ = entity
        return [
            try replica.issue(
                kind, target, names: names, kills: kills, payload: payload, in: copy)
        ]
    }
}
