import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Query
import Replication
import Storage
import SyncEngine
import Testing
import WireFormat

@Suite("The index of words holds what is shown")
struct WordIndexTests {
    private typealias V = ClientValues

    @Test("whatever is written, in which layer, and however often", arguments: 0..<30)
    func agreement(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let port = try SQLitePort()
        try port.store.write { store in
            for set in 0..<2 { _ = try store.makeCopy(of: V.set(set), V.copyState(V.set(set))) }
        }
        for _ in 0..<12 {
            try port.store.write { store in
                for _ in 0..<1 + random.below(12) { try change(store, &random) }
            }
            #expect(try port.store.check(deep: true).isEmpty)
        }
        try port.store.read { store in try compare(store, &random) }
    }

    @Test("what a copy loses goes out of it, and what another has stays")
    func wiping() throws {
        let port = try SQLitePort()
        func found() throws -> [SetID] {
            var sets: [SetID] = []
            let word = try #require(SearchPattern("word", isWhole: true))
            let narrowing = Narrowing.token(word.tokens[0])
            try port.store.read { store in
                try store.search(EntitySearch(narrowing: narrowing, includeDead: true)) {
                    sets.append($0.set)
                    return true
                }
            }
            return sets.sorted()
        }
        try port.store.write { store in
            for set in 0..<2 {
                let copy = try store.makeCopy(of: V.set(set), V.copyState(V.set(set)))
                try copy.put(V.state(1, article: 0), of: V.entity(set), .confirmed)
                try copy.putText(BodyText(text: "a word", heads: []), of: V.entity(set))
            }
        }
        #expect(try found() == [V.set(0), V.set(1)].sorted())
        try port.store.write { store in
            try #require(try store.copy(of: V.set(0))).wipe()
        }
        #expect(try found() == [V.set(1)])
        #expect(try port.store.check(deep: true).isEmpty)
        try port.store.write { store in
            try #require(try store.copy(of: V.set(1))).resetContent()
        }
        #expect(try found().isEmpty)
        #expect(try port.store.check(deep: true).isEmpty)
    }

    private func change(_ store: ClientTransaction, _ random: inout SplitMix64) throws {
        let set = V.set(random.below(2))
        let copy = try #require(try store.copy(of: set))
        let number = random.below(10)
        let id = V.entity(number)
        let layer: Layer = random.once(in: 3) ? .shown : .confirmed
        switch random.below(10) {
        case 0...2: try copy.put(state(number, &random), of: id, layer)
        case 3, 4:
            let text = random.once(in: 5) ? nil : text(&random)
            try copy.putText(text.map { BodyText(text: $0, heads: []) }, of: id)
        case 5: _ = try copy.add(V.token(number), to: id, layer)
        case 6: _ = try copy.removeToken(V.token(number).identity, from: id, layer)
        case 7: if random.once(in: 3) { _ = try copy.resetShown() }
        case 8: _ = try store.entities(EntityQuery())
        default:
            if random.once(in: 10) { try copy.wipe() }
            if random.once(in: 10) { try copy.resetContent() }
        }
    }

    /// An annotation's state, at times an article's, a tenth of them no entity's.
    private func state(_ number: Int, _ random: inout SplitMix64) -> EntityState {
        if random.once(in: 10) { return EntityState() }
        let isArticle = random.once(in: 6)
        let payload =
            isArticle
            ? [] : Payload.annotation(text: text(&random), anchor: anchor(&random)).encoded()
        var state = V.state(
            number, article: isArticle ? nil : 0, stamp: UInt64(random.below(4)),
            payload: payload, values: 0)
        for place in 0..<random.below(4) {
            let kind: OpKind = random.pick([.tag, .tag, .colour, .status, .reattach]) ?? .tag
            let payload: Payload =
                switch kind {
                case .tag: .name(text(&random))
                case .colour: .name(random.pick(["green", "", "Beige \"x\"", "pink"]) ?? "")
                case .status: .status(isClosed: random.once(in: 2))
                default: .anchor(anchor(&random))
                }
            state.add(
                EntityState.Value(
                    identity: V.identity(50 + place), dot: V.dot(50 + place), kind: kind,
                    stamp: HybridTimestamp(bits: UInt64(place)), author: V.account(1),
                    payload: random.once(in: 12) ? [0xff] : payload.encoded()))
        }
        return state
    }

    private func anchor(_ random: inout SplitMix64) -> AnchorPayload {
        AnchorPayload(
            exact: text(&random), prefix: "", suffix: "", start: 0, end: 1, heading: "",
            version: V.hash(1))
    }

    private func text(_ random: inout SplitMix64) -> String {
        let words = ["one", "Two", "人工智能", "é", "e\u{301}", "👍🏽", "\u{0}x", "c++", "", "ไทย", "كَ"]
        return (0..<random.below(5)).map { _ in random.pick(words) ?? "" }.joined(separator: " ")
    }

    /// Each word of each annotation finds it.
    private func compare(_ store: ClientTransaction, _ random: inout SplitMix64) throws {
        let all = try store.entities(EntityQuery(kind: .annotations, includeDead: true))
        for row in all {
            for text in (row.text?.text ?? "").split(separator: " ") {
                guard let word = SearchPattern(String(text), isWhole: false) else { continue }
                let narrowing = Narrowing.all(word.tokens.map { .token($0) })
                var found: [EntityRow] = []
                try store.search(EntitySearch(narrowing: narrowing, includeDead: true)) {
                    found.append($0)
                    return true
                }
                #expect(found.contains { $0.id == row.id && $0.set == row.set }, "\(text)")
            }
        }
    }
}
