import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SQLite
import Storage
import SyncEngine
import Testing
import WireFormat

@Suite("A client's store touches what it needs, and no more")
struct ClientCostTests {
    private typealias V = ClientValues
    private let port: SQLitePort
    private let set: SetID
    private let article: ArticleID

    /// A store with an article and 2,000 annotations on it.
    init() throws {
        port = try SQLitePort()
        let payload = ArticlePayload(
            title: "A", url: "https://example.org/", format: .plain, extractor: 1,
            text: .init(hash: V.hash(1), count: 5), source: .init(hash: V.hash(1), count: 5))
        (set, article) = try port.store.write { store in
            store.replica = V.replica(1)
            let replica = Self.replica(store)
            let set = try replica.found(isPersonal: true)
            let copy = try #require(try store.copy(of: set))
            let author = Author(replica, copy)
            let added = try #require(try author.addArticle(payload))
            guard case .article(let article) = added.op.target else { throw V.Unexpected() }
            for number in 0..<2000 {
                _ = try author.annotate(article, text: "note \(number)", anchor: nil)
            }
            return (set, article)
        }
    }

    private static func replica(_ store: ClientTransaction) -> Replica {
        let signer = CheapSigner(key: V.hash(5))
        return Replica(
            store: store, hashing: CheapHashing(), checker: signer, signer: signer,
            randomness: SeededRandomness(seed: 1), serverKey: nil,
            nowMilliseconds: 1_700_000_000_000)
    }

    private func cost(_ body: (ClientStore) throws -> Void) throws -> Database.Counts {
        let store = try SQLitePort.open(port.folder)
        try body(store)
        return store.counts
    }

    @Test("opening reads no rows of notes")
    func opening() throws {
        #expect(try cost { _ in }.steps <= 12)
    }

    @Test("a list of 20 of many is 20 rows")
    func list() throws {
        let before = try cost { _ in }
        let counts = try cost { store in
            try store.read { store throws in
                let rows = try store.entities(EntityQuery(kind: .annotations, limit: 20))
                #expect(rows.count == 20)
                #expect(rows[0].text?.text == "note 1999")
                #expect(rows.allSatisfy { $0.isUnsynced && $0.isAlive && $0.articleIsAlive })
            }
        }
        #expect(counts.steps - before.steps <= 30)
        #expect(counts.compilations - before.compilations <= 5)
    }

    @Test("an annotation is some thirty statements, whatever there is already")
    func annotate() throws {
        let before = try cost { _ in }
        let counts = try cost { store in
            try store.write { store in
                let copy = try #require(try store.copy(of: set))
                let note = try Author(Self.replica(store), copy).annotate(
                    article, text: "one more", anchor: nil)
                try store.appendChange(
                    LocalChange(milliseconds: 1, command: "note", set: set, ops: [note.identity]))
            }
        }
        #expect(counts.steps - before.steps <= 60)
        #expect(counts.compilations - before.compilations <= 30)
        #expect(counts.writes == 1)
    }

    @Test("what is shown is made anew at the cost of what differs")
    func reset() throws {
        let store = port.store
        try store.write { store in
            let copy = try #require(try store.copy(of: set))
            for row in try store.entities(EntityQuery(includeDead: true)) {
                try copy.put(row.state, of: row.id, .confirmed)
                let tokens = try copy.tokens(of: row.id, .shown)
                for token in tokens { _ = try copy.add(token, to: row.id, .confirmed) }
            }
            #expect(try copy.resetShown().count == 2001)
        }
        let before = store.counts
        try store.write { store in
            let copy = try #require(try store.copy(of: set))
            let id = EntityID(article)
            #expect(try copy.add(V.token(1), to: id, .shown))
            #expect(try copy.resetShown() == [id])
            #expect(try copy.tokens(of: id, .shown).count == 2001)
        }
        // The tokens are asked for once, by the test itself.
        #expect(store.counts.steps - before.steps <= 2001 + 40)
    }
}
