import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import Storage
import SyncEngine
import Testing
import WireFormat

/// Runs a change on some implementation of the port, as one transaction.
typealias PeerChange = ((any PeerStore) throws -> Void) throws -> Void

@Suite struct ServerConformanceTests {
    let folder: ServerFolder
    let store: ServerStore
    let changes: [PeerChange]

    init() throws {
        let folder = try ServerFolder()
        let store = try ServerWorld.open(folder)
        let memory = MemoryPeerStore(epoch: try store.epoch(), ServerWorld.hashing)
        self.folder = folder
        self.store = store
        changes = [
            { body in try store.write { try body($0) } },
            { body in try memory.transaction { try body($0) } },
        ]
    }

    @Test func aSetIsThereOnceItIsMadeAndOnlyThen() throws {
        let id = SetID(Octets16(high: 1, low: 2))
        for change in changes {
            try change { store in
                let found = try store.set(id)
                #expect(found == nil)
                _ = try store.makeSet(id)
            }
            try change { store in
                let set = try #require(try store.set(id))
                #expect(set.id == id && set.end.seq == 0 && set.contentHash == 0)
                #expect(set.end.running == LogPosition.runningStart(of: id, ServerWorld.hashing))
                #expect(set.membership.count == 0)
                #expect(try set.running(at: 0) == set.end.running)
                #expect(try set.running(at: 1) == nil)
            }
        }
    }

    @Test func aThrowingChangeLeavesNothing() throws {
        struct Stop: Error {}
        let owner = ServerPerson(1)
        for change in changes {
            var id = SetID(.zero)
            try change { id = try ServerWorld.found(owner, in: $0) }
            #expect(throws: Stop.self) {
                try change { store in
                    let set = try #require(try store.set(id))
                    set.contentHash = 5
                    try set.append(
                        MemberEntry(
                            id: .zero, by: owner.account,
                            change: .role(account: owner.account, name: "x", role: nil)))
                    var owner = owner
                    _ = try ServerWorld.push(
                        [owner.bundle([ServerWorld.addArticle()], in: id)], by: owner, to: id,
                        in: store)
                    throw Stop()
                }
            }
            try change { store in
                let set = try #require(try store.set(id))
                #expect(set.contentHash == 0 && set.membership.count == 1 && set.end.seq == 0)
                #expect(try set.head(of: owner.replica) == nil)
                #expect(try set.op(at: Dot(replica: owner.replica, counter: 1)) == nil)
            }
        }
    }

    @Test func opsTokensAndStatesAreWhatWasPut() throws {
        let entity = EntityID(Octets16(high: 8, low: 8))
        let replica = ReplicaID(Octets16(high: 4, low: 4))
        let op = ServerWorld.annotate("a")
        let placed = (1...3).map { (counter: UInt64) in
            let dot = Dot(replica: replica, counter: counter)
            return PlacedOp(
                dot: dot, op: op, hash: .zero,
                identity: Identity(scope: .zero, dot: dot, hash: ServerWorld.octets32(counter)),
                entity: entity, author: AccountID(.zero), verdict: .accepted)
        }
        let tokens = placed.map { Token(identity: $0.identity, dot: $0.dot) }
        let id = SetID(Octets16(high: 1, low: 2))
        for change in changes {
            try change { store in
                let set = try store.makeSet(id)
                for op in placed { try set.put(op) }
                try set.put(placed[1].judged(.denied))
                for token in tokens.reversed() {
                    #expect(try set.add(token, to: entity, .confirmed))
                    #expect(try !set.add(token, to: entity, .confirmed))
                }
                try set.putAcceptedAgain(tokens[0].identity, as: tokens[2].dot)
                try set.put(EntityState(), of: entity, .confirmed)
            }
            try change { store in
                let set = try #require(try store.set(id))
                #expect(try set.ops(of: entity).map(\.dot) == placed.map(\.dot))
                #expect(try set.op(at: placed[1].dot) == placed[1].judged(.denied))
                #expect(try set.op(at: Dot(replica: replica, counter: 4)) == nil)
                #expect(try set.tokens(of: entity, .confirmed) == tokens)
                #expect(try set.acceptedAgain(tokens[0].identity) == tokens[2].dot)
                #expect(try set.acceptedAgain(tokens[1].identity) == nil)
                #expect(try set.entity(entity, .confirmed) == EntityState())
                #expect(try set.entity(EntityID(.zero), .confirmed) == nil)
                for token in tokens {
                    #expect(try set.hasToken(entity, .confirmed))
                    #expect(try set.removeToken(token.identity, from: entity, .confirmed))
                    #expect(try !set.removeToken(token.identity, from: entity, .confirmed))
                }
                #expect(try !set.hasToken(entity, .confirmed))
            }
        }
    }

    @Test func recordsComeInPagesAndAtLeastOne() throws {
        var owner = ServerPerson(1)
        let id = try store.write { try ServerWorld.found(owner, in: $0) }
        let bundles =
            [owner.bundle([ServerWorld.addArticle()], in: id)]
            + (1...9 as ClosedRange<UInt64>).map {
                owner.bundle([ServerWorld.annotate("\($0)", $0)], in: id)
            }
        let results = try store.write {
            try ServerWorld.push(bundles, by: owner, to: id, in: $0)
        }
        #expect(results == Array(repeating: .ok, count: 10))
        try store.read { store in
            let set = try #require(try store.set(id))
            let all = try set.records(after: 0, octetsMax: 1 << 20)
            #expect(all.records.map(\.seq) == Array(1...10) && all.hasMore == false)
            #expect(all.records.map(\.bundle) == bundles)
            let one = try set.records(after: 3, octetsMax: 1)
            #expect(one.records.map(\.seq) == [4] && one.hasMore)
            let size = all.records[4].encoded().count
            let two = try set.records(after: 4, octetsMax: size * 2 + size / 2)
            #expect(two.records.map(\.seq) == [5, 6] && two.hasMore)
            #expect(try set.records(after: 10, octetsMax: 1).records.isEmpty)
            #expect(
                try set.bundleHash(owner.replica, first: 3) == bundles[2].hash(ServerWorld.hashing))
            #expect(try set.bundleHash(owner.replica, first: 11) == nil)
        }
    }

    @Test(arguments: 0..<8) func bothStoresAnswerAlike(seed: UInt64) throws {
        let memory = MemoryPeerStore(epoch: try store.epoch(), ServerWorld.hashing)
        var script = ServerScript(seed: seed)
        _ = try memory.transaction {
            try ServerWorld.found(script.people[0], others: script.others, in: $0)
        }
        let id = try store.write {
            try ServerWorld.found(script.people[0], others: script.others, in: $0)
        }
        for step in 0..<60 {
            let (request, asker) = script.request(in: id)
            let expected = try memory.transaction {
                try ServerWorld.peer($0, UInt64(step)).answer(request, from: asker).encoded()
            }
            let answer = try store.write {
                try ServerWorld.peer($0, UInt64(step)).answer(request, from: asker).encoded()
            }
            #expect(answer == expected, "step \(step)")
            script.learn(try SyncAnswer.decode(answer, ServerWorld.hashing))
        }
        #expect(script.acceptedCount > 30, "the script must get something through")
        let reopened = try ServerWorld.open(folder)
        try reopened.read { store in
            let set = try #require(try store.set(id))
            let other = try #require(try memory.set(id))
            #expect(set.contentHash == other.contentHash && set.end == other.end)
            for entity in try script.entities(in: other) {
                #expect(try set.entity(entity, .confirmed) == other.entity(entity, .confirmed))
                #expect(
                    try set.tokens(of: entity, .confirmed) == other.tokens(of: entity, .confirmed))
                #expect(try set.ops(of: entity) == other.ops(of: entity))
            }
        }
        #expect(try reopened.check(deep: true) == [])
    }
}
