import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Somebody who merges into a set in memory and writes ops over what is there: all that a merge
/// needs, and no server.
struct Bench {
    static let hashing = CheapHashing(key: 1)
    static let id = SetID(Octets16(high: 5, low: 5))

    let set = MemorySet(id: Self.id)
    let replica: ReplicaID
    let account: AccountID
    private(set) var counter: UInt64 = 0

    init(_ number: UInt64) {
        account = AccountID(Octets16(high: 0, low: number))
        replica = Naming(Self.hashing).replica(
            of: account, nonce: Octets16(high: SplitMix64(seed: number).first, low: 0))
    }

    var merge: Merge { Merge(set, hashing: Self.hashing) }

    /// Writes an op and accepts it here.
    mutating func write(
        _ kind: OpKind, _ target: Op.Target, names: [Dot] = [], kills: [Dot] = [],
        _ payload: Payload = .empty, was: Identity? = nil
    ) throws -> PlacedOp {
        counter += 1
        let op = Op(
            kind: kind, target: target, names: names, kills: kills,
            stamp: HybridTimestamp(milliseconds: counter, count: 0), was: was,
            payload: payload.encoded())
        return try accept(place(op, counter: counter))
    }

    /// The op at a place of this bench's replica.
    func place(_ op: Op, counter: UInt64) throws -> PlacedOp {
        try merge.place(
            op, at: Dot(replica: replica, counter: counter),
            hash: OpEncoding.hash(op, Self.hashing), author: account, verdict: .accepted)
    }

    /// Accepts an op that may have been written elsewhere.
    @discardableResult
    func accept(_ op: PlacedOp) throws -> PlacedOp {
        let placed = try merge.place(
            op.op, at: op.dot, hash: op.hash, author: op.author, verdict: .accepted)
        _ = try merge.accept(placed)
        return placed
    }

    /// Keeps an op as refused.
    func refuse(_ op: PlacedOp, _ verdict: Verdict = .denied) throws {
        let placed = try merge.place(
            op.op, at: op.dot, hash: op.hash, author: op.author, verdict: verdict)
        try merge.refuse(placed)
    }

    func isAlive(_ entity: EntityID?) throws -> Bool {
        guard let entity else { return false }
        return try set.hasToken(entity, .confirmed)
    }

    /// All that is confirmed, in one value that can be compared.
    func confirmed() throws -> [Line] {
        try set.entities(.confirmed).map { id in
            Line(
                id: id, state: try set.entity(id, .confirmed),
                tokens: try set.tokens(of: id, .confirmed))
        }
    }

    struct Line: Hashable {
        let id: EntityID
        let state: EntityState?
        let tokens: [Token]
    }

    // MARK: What people do

    mutating func addArticle(_ title: String, _ url: String = "a") throws -> PlacedOp {
        let blob = ArticlePayload.Blob(hash: .zero, count: 0)
        let payload = ArticlePayload(
            title: title, url: url, format: .plain, extractor: 1, text: blob, source: blob)
        let id = Naming(Self.hashing).article(in: Self.id, key: payload.key)
        let titles = try set.entity(EntityID(id), .confirmed)?.values(of: .title) ?? []
        return try write(.addArticle, .article(id), names: titles.map(\.dot), .article(payload))
    }

    mutating func annotate(_ article: PlacedOp, _ text: String = "one") throws -> PlacedOp {
        try write(.annotate, article.op.target, .annotation(text: text, anchor: nil))
    }

    mutating func reply(_ parent: PlacedOp) throws -> PlacedOp {
        try write(.reply, .annotation(parent.dot), .reply(text: "two"))
    }

    mutating func edit(_ note: PlacedOp) throws -> PlacedOp {
        let run = Payload.Run(position: 0, deleted: 0, inserted: "x")
        return try write(
            .text, .annotation(note.dot), names: dots(note, .text), .runs([run]))
    }

    mutating func colour(_ note: PlacedOp) throws -> PlacedOp {
        try write(
            .colour, .annotation(note.dot), names: dots(note, .colour), .name("c\(counter)"))
    }

    mutating func tag(_ note: PlacedOp) throws -> PlacedOp {
        try write(.tag, .annotation(note.dot), .name("t"))
    }

    mutating func untag(_ note: PlacedOp) throws -> PlacedOp {
        try write(.untag, .annotation(note.dot), names: dots(note, .tag))
    }

    mutating func delete(_ op: PlacedOp) throws -> PlacedOp {
        let kills = try op.entity.map { try set.tokens(of: $0, .confirmed).map(\.dot) } ?? []
        if op.op.kind == .addArticle {
            return try write(.deleteArticle, op.op.target, kills: kills)
        }
        return try write(.delete, .annotation(op.dot), kills: kills)
    }

    mutating func revive(_ op: PlacedOp) throws -> PlacedOp {
        if op.op.kind == .addArticle { return try write(.reviveArticle, op.op.target) }
        return try write(.revive, .annotation(op.dot))
    }

    private func dots(_ note: PlacedOp, _ register: OpKind) throws -> [Dot] {
        guard let entity = note.entity else { return [] }
        return try set.entity(entity, .confirmed)?.values(of: register).map(\.dot) ?? []
    }
}

extension SplitMix64 {
    /// The number that this seed gives first.
    var first: UInt64 {
        var numbers = self
        return numbers.next()
    }
}
