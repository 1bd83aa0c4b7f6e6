import AnnotationModel
import Crypto
import MemoryStorage
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite("A reconciliation between a client and a server")
struct ReconcilerTests {
    private let world: RepairWorld
    private let client: ClientStore
    private let server: ServerStore

    init() throws {
        world = try RepairWorld(seed: 5)
        client = try world.open(world.template)
        server = try RepairWorld.openServer(world.server)
        #expect(try world.sync(client, world.key, server))
    }

    private func set() throws -> SetID { try #require(try client.read { try $0.sets().first }) }

    /// Asks the server until all is known.
    private func reconcile(_ key: UInt64 = 1) throws -> Reconciler {
        let set = try set()
        let position = try client.read { try #require(try $0.copy(of: set)).state.position }
        var session = Reconciler(
            position, RepairWorld.hashing, key: Octets16(high: key, low: 7))
        while let request = session.next {
            let answer = try server.read { store in
                try ReconcilePeer(try #require(try store.listedSet(set)), RepairWorld.hashing)
                    .answer(request, from: .init(account: world.account, key: .zero))
            }
            let octets = try ReconcileAnswer.decode(answer.encoded(), RepairWorld.hashing)
            try client.read { store in
                try session.take(octets, #require(try store.listedCopy(of: set)))
            }
        }
        return session
    }

    @Test("finds nothing where both are what the log says")
    func nothing() throws {
        let session = try reconcile()
        #expect(session.state == .found([]))
        #expect(session.rounds == 1)
    }

    @Test("finds what the client has lost, and the log gives it back")
    func clientWrong() throws {
        let set = try set()
        let (entities, hash) = try client.write { store in
            let copy = try #require(try store.clientCopy(of: set))
            let ids = try store.entities(EntityQuery(set: set, kind: .annotations, order: .id))
                .prefix(3).map(\.id)
            for (index, id) in ids.enumerated() {
                let state = try #require(try copy.entity(id, .confirmed))
                let values = index == 0 ? [] : Array(state.live.dropLast())
                try copy.put(
                    EntityState(creations: state.creations, live: values), of: id, .confirmed)
            }
            let hash = copy.contentHash
            copy.contentHash = 1
            return (ids, hash)
        }
        #expect(entities.count == 3)
        let session = try reconcile()
        #expect(session.state == .found(entities))
        #expect(session.rounds == 2)
        #expect(try !world.sync(client, world.key, server))
        try client.write { store in
            let copy = try #require(try store.clientCopy(of: set))
            #expect(copy.state.stop == .contentDiffers)
            let report = try world.replica(store, world.key).rebuild(copy)
            #expect(report == RebuildReport())
            #expect(copy.contentHash == hash)
            #expect(copy.state.stop == nil)
        }
        #expect(try world.sync(client, world.key, server))
        #expect(try reconcile(2).state == .found([]))
    }

    @Test("finds what the server has lost, and the client's rebuild changes nothing")
    func serverWrong() throws {
        let set = try set()
        let lost = try server.write { store in
            let set = try #require(try store.serverSet(set))
            var ids: [EntityID] = []
            try set.forEachEntity { id, state, _ in
                if ids.count < 2, state.creation?.kind.opClass == .make { ids.append(id) }
            }
            for id in ids { try set.put(EntityState(), of: id, .confirmed) }
            return ids
        }
        #expect(try reconcile().state == .found(lost))
        let before = try world.picture(client)
        try client.write { store in
            let copy = try #require(try store.clientCopy(of: set))
            let hash = copy.contentHash
            #expect(try world.replica(store, world.key).rebuild(copy) == RebuildReport())
            #expect(copy.contentHash == hash)
        }
        #expect(try world.picture(client) == before)
    }

    @Test("is put off where the server's log goes on")
    func elsewhere() throws {
        let other = try world.open(world.folder.path("other"))
        var random = SplitMix64(seed: 6)
        try world.write(other, world.otherKey, &random, count: 2)
        #expect(try world.sync(other, world.otherKey, server))
        #expect(try reconcile().state == .elsewhere)
    }
}
