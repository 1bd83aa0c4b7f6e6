import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import Storage
import SyncEngine
import Testing
import WireFormat

@Suite("A client's store finds what is asked for")
struct ClientQueryTests {
    private typealias V = ClientValues

    @Test("as a look at every entity would", arguments: 0..<20)
    func differential(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let store = try SQLitePort()
        try store.store.write { store in
            for set in 0..<2 { try fill(store, V.set(set), &random) }
        }
        try store.store.read { store in
            let all = try store.entities(EntityQuery(includeDead: true))
            #expect(all.count > 20)
            for row in all { #expect(try store.entity(row.id)?.id == row.id) }
            for _ in 0..<40 {
                let query = self.query(&random, all)
                let found = try store.entities(query)
                let expected = expected(query, all)
                #expect(found.map(\.id) == expected.map(\.id), "\(query)")
                #expect(Set(found) == Set(expected))
                #expect(try store.count(query) == expected.count)
            }
        }
    }

    private func fill(
        _ store: ClientTransaction, _ set: SetID, _ random: inout SplitMix64
    ) throws {
        let copy = try store.makeCopy(of: set, V.copyState(set))
        func id(_ number: Int) -> EntityID {
            EntityID(Octets16(high: V.entity(number).octets.high, low: set.octets.low))
        }
        for number in 0..<24 {
            let article = number < 4 ? nil : random.below(4)
            let parent = number < 12 || article == nil ? nil : 4 + random.below(8)
            let creation = V.state(
                number, article: article, parent: parent, stamp: UInt64(random.below(5))
            ).creations.map {
                EntityState.Creation(
                    identity: $0.identity, dot: $0.dot, kind: $0.kind,
                    stamp: random.once(in: 9) ? HybridTimestamp(bits: .max) : $0.stamp,
                    author: $0.author, article: article.map { ArticleID(id($0).octets) },
                    parent: parent.map { id($0) }, payload: [])
            }
            let layer: Layer = random.once(in: 3) ? .shown : .confirmed
            try copy.put(EntityState(creations: creation), of: id(number), layer)
            if !random.once(in: 4) { _ = try copy.add(V.token(number), to: id(number), layer) }
            if random.once(in: 3) {
                let op = V.op(number, on: nil, random.once(in: 2) ? .pending : .accepted)
                try copy.put(
                    PlacedOp(
                        dot: op.dot, op: op.op, hash: op.hash, identity: op.identity,
                        entity: id(number), author: op.author, verdict: op.verdict))
            }
        }
        // What is only refused, or only has tokens, is no entity.
        _ = try copy.add(V.token(1), to: id(50), .shown)
    }

    private func query(_ random: inout SplitMix64, _ all: [EntityRow]) -> EntityQuery {
        var query = EntityQuery()
        query.set = random.pick([nil, V.set(0), V.set(1), V.set(7)]) ?? nil
        query.kind = random.pick(EntityKind.allCases) ?? .all
        query.order = random.pick(EntityQuery.Order.allCases) ?? .id
        query.includeDead = random.once(in: 2)
        let creations = all.compactMap { $0.state.creation }
        if random.once(in: 3) { query.article = random.pick(creations.compactMap(\.article)) }
        if random.once(in: 4) { query.parent = random.pick(creations.compactMap(\.parent)) }
        if random.once(in: 2) { query.limit = random.below(9) }
        if random.once(in: 3), let row = random.pick(all) {
            query.idPrefix = String(text(row).prefix(random.below(4)))
        }
        return query
    }

    private func text(_ row: EntityRow) -> String {
        (isArticle(row) ? Alphabet.hex : .letters).text(row.id.octets.octets)
    }

    private func isArticle(_ row: EntityRow) -> Bool {
        row.state.creation?.kind.opClass == .article
    }

    private func expected(_ query: EntityQuery, _ all: [EntityRow]) -> [EntityRow] {
        let found = all.filter { row in
            let creation = row.state.creation
            let isOfKind =
                query.kind == .all || (query.kind == .articles) == isArticle(row)
            return isOfKind && (query.set == nil || row.set == query.set)
                && (query.article == nil || creation?.article == query.article)
                && (query.parent == nil || creation?.parent == query.parent)
                && (query.includeDead || (row.isAlive && row.articleIsAlive))
                && (query.idPrefix.map { text(row).hasPrefix($0) } ?? true)
        }
        let sorted = found.sorted { left, right in
            guard query.order != .id, let one = left.state.creation,
                let other = right.state.creation
            else { return left.id < right.id }
            let isOlder =
                (one.stamp, one.identity.dot, left.id) < (other.stamp, other.identity.dot, right.id)
            return query.order == .oldestFirst ? isOlder : !isOlder
        }
        return Array(sorted.prefix(query.limit ?? .max))
    }

    @Test("by the shortest beginning of an id, in the alphabet of its kind")
    func prefixes() throws {
        let port = try SQLitePort()
        try port.store.write { store in
            let copy = try store.makeCopy(of: V.set(0), V.copyState(V.set(0)))
            try copy.put(V.state(1), of: V.entity(1), .confirmed)
            try copy.put(V.state(2, article: 1), of: V.entity(2), .shown)
            try store.putAlias(V.entity(9), for: V.entity(1))
            let article = Alphabet.hex.text(V.entity(1).octets.octets)
            let note = Alphabet.letters.text(V.entity(2).octets.octets)
            let former = Alphabet.hex.text(V.entity(9).octets.octets)
            for count in [5, 12, 32] {
                let hex = String(article.prefix(count))
                #expect(try store.entitiesMatching(prefix: hex, .all) == [V.entity(1)])
                #expect(try store.entitiesMatching(prefix: hex, .annotations) == [])
                let letters = String(note.prefix(count))
                #expect(try store.entitiesMatching(prefix: letters, .all) == [V.entity(2)])
                #expect(try store.entitiesMatching(prefix: letters, .articles) == [])
                let old = String(former.prefix(count))
                #expect(try store.entitiesMatching(prefix: old, .articles) == [V.entity(1)])
            }
            #expect(try store.entitiesMatching(prefix: "", .all).count == 2)
            for text in [article + "0", "k0", "é", "A"] {
                #expect(try store.entitiesMatching(prefix: text, .all) == [])
            }
            #expect(try store.entity(V.entity(9))?.id == V.entity(1))
            #expect(try store.entity(V.entity(8)) == nil)
        }
    }

    @Test("blobs that articles name and that are not held")
    func missingBlobs() throws {
        let port = try SQLitePort()
        func payload(_ number: Int) -> [UInt8] {
            ArticlePayload(
                title: "A", url: nil, format: .plain, extractor: 1,
                text: .init(hash: V.hash(number), count: number),
                source: .init(hash: V.hash(number + 1), count: number + 1)
            ).encoded()
        }
        try port.store.write { store in
            let copy = try store.makeCopy(of: V.set(0), V.copyState(V.set(0)))
            try store.putBlob(V.hash(3), [3])
            try copy.put(V.state(1, payload: payload(1)), of: V.entity(1), .confirmed)
            try copy.put(V.state(2, payload: payload(2)), of: V.entity(2), .confirmed)
            try copy.put(V.state(3, payload: payload(7)), of: V.entity(3), .shown)
            let seen = try counts(store)
            #expect(seen == [1: 1, 2: 2, 7: 7, 8: 8])
            try store.appendBlobPart(V.hash(1), [1])
            _ = try copy.resetShown()
            #expect(try counts(store) == [1: 1, 2: 2])
            try store.putBlob(V.hash(1), [1])
            #expect(try store.blobPart(V.hash(1)) == [])
            #expect(try counts(store) == [2: 2])
            try store.putBlob(V.hash(2), [1])
        }
        try port.store.write { store in
            #expect(try counts(store) == [:])
            let copy = try store.makeCopy(of: V.set(1), V.copyState(V.set(1)))
            try copy.put(V.state(2, payload: payload(2)), of: V.entity(2), .confirmed)
            try store.removeCopy(of: V.set(0))
            // What another set names stays.
            #expect(try store.blob(V.hash(1)) == nil)
            #expect(try store.blob(V.hash(2)) != nil)
        }
    }

    private func counts(_ store: ClientTransaction) throws -> [Int: Int] {
        let missing = try store.missingBlobs()
        var result: [Int: Int] = [:]
        for number in 0..<10 {
            for blob in missing where blob.hash == V.hash(number) { result[number] = blob.count }
        }
        #expect(result.count == missing.count)
        return result
    }

    @Test("an op by its first issue, wherever it was issued again")
    func identities() throws {
        let port = try SQLitePort()
        try port.store.write { store in
            let copy = try store.makeCopy(of: V.set(0), V.copyState(V.set(0)))
            try copy.put(V.op(1, on: 1))
            try copy.put(V.op(2, on: 1, .pending, first: 8))
            try copy.put(V.op(3, on: 1, .denied, first: 9))
            try copy.put(V.op(4, on: 1, .accepted, first: 9))
            try copy.put(V.op(5, on: 1, .denied, first: 9))
            try copy.putAcceptedAgain(V.identity(9), as: V.dot(4))
            // The first issue lies here too, and was refused.
            try copy.put(V.op(6, on: 1, .depends))
            try copy.put(V.op(7, on: 1, .accepted, first: 6))
            try copy.putAcceptedAgain(V.identity(6), as: V.dot(7))
            for (identity, dot) in [(1, 1), (8, 2), (9, 4), (6, 7)] {
                #expect(try store.op(with: V.identity(identity), in: V.set(0))?.dot == V.dot(dot))
            }
            #expect(try store.op(with: V.identity(7), in: V.set(0)) == nil)
            #expect(try store.op(with: V.identity(1), in: V.set(1)) == nil)
            #expect(try store.ops(of: V.entity(1), in: V.set(0)).count == 7)
        }
    }
}
