import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import Storage
import SyncEngine
import Testing

@Suite("Every replica store keeps what the port promises")
struct ClientPortTests {
    private typealias V = ClientValues
    private struct Stop: Error {}

    private func make(_ kind: ClientPortKind) throws -> any ClientPort {
        let port = try kind.make()
        try port.transaction { store throws in
            _ = try store.makeCopy(of: V.set(0), V.copyState(V.set(0)))
        }
        return port
    }

    private func inCopy<T>(
        _ port: any ClientPort, _ body: (any CopyStore) throws -> T
    ) throws -> T {
        try port.transaction { store in try body(try #require(try store.copy(of: V.set(0)))) }
    }

    @Test(
        "ops stay in the order in which they came, through every change",
        arguments: ClientPortKind.allCases)
    func opsKeepTheirOrder(_ kind: ClientPortKind) throws {
        let port = try make(kind)
        try inCopy(port) { copy throws in
            for number in [9, 3, 6] { try copy.put(V.op(number, on: 1, .pending)) }
            try copy.put(V.op(9, on: 1, .accepted))
            #expect(try copy.ops(of: V.entity(1)).map(\.dot) == [9, 3, 6].map { V.dot($0) })
            try copy.put(V.op(3, on: 2, .pending))
            #expect(try copy.ops(of: V.entity(1)).map(\.dot) == [9, 6].map { V.dot($0) })
            try copy.put(V.op(3, on: 1, .denied))
            #expect(try copy.ops(of: V.entity(1)).map(\.dot) == [9, 3, 6].map { V.dot($0) })
            #expect(try copy.ops(by: V.account(0)).map(\.dot) == [9, 6].map { V.dot($0) })
            try copy.removeOp(at: V.dot(9))
            #expect(try copy.op(at: V.dot(9)) == nil)
        }
        try inCopy(port) { copy throws in
            #expect(
                try copy.ops(of: V.entity(1)) == [
                    V.op(3, on: 1, .denied), V.op(6, on: 1, .pending),
                ])
        }
    }

    @Test("what is shown stays until it is made anew", arguments: ClientPortKind.allCases)
    func shownStays(_ kind: ClientPortKind) throws {
        let port = try make(kind)
        let id = V.entity(1)
        try inCopy(port) { copy throws in
            try copy.put(V.state(1), of: id, .confirmed)
            #expect(try copy.entity(id, .shown) == V.state(1))
            try copy.put(V.state(2), of: id, .shown)
            try copy.put(V.state(3), of: id, .confirmed)
        }
        try inCopy(port) { copy throws in
            #expect(try copy.entity(id, .shown) == V.state(2))
            #expect(try copy.entity(id, .confirmed) == V.state(3))
            #expect(try copy.resetShown() == [id])
            #expect(try copy.entity(id, .shown) == V.state(3))
            #expect(try copy.resetShown() == [])
        }
    }

    @Test(
        "a token changed while shown alone hides what is confirmed",
        arguments: ClientPortKind.allCases)
    func tokensOfTwoLayers(_ kind: ClientPortKind) throws {
        let port = try make(kind)
        let id = V.entity(1)
        try inCopy(port) { copy throws in
            try copy.put(V.state(1), of: id, .confirmed)
            #expect(try copy.add(V.token(1), to: id, .confirmed))
            #expect(try copy.add(V.token(1), to: id, .shown) == false)
            #expect(try copy.removeToken(V.identity(1), from: id, .shown))
            #expect(try copy.removeToken(V.identity(1), from: id, .shown) == false)
            #expect(try copy.hasToken(id, .confirmed))
            #expect(try copy.hasToken(id, .shown) == false)
            #expect(try copy.add(V.token(2), to: id, .confirmed))
            #expect(try copy.tokens(of: id, .shown) == [])
            // A confirmed state that comes later is not shown either.
            try copy.put(V.state(2), of: id, .confirmed)
            #expect(try copy.entity(id, .shown) == V.state(1))
        }
        try inCopy(port) { copy throws in
            #expect(try copy.add(V.token(2, dot: 8), to: id, .shown))
            #expect(try copy.tokens(of: id, .shown) == [V.token(2, dot: 8)])
            #expect(try copy.tokens(of: id, .confirmed).count == 2)
            #expect(try copy.resetShown() == [id])
            let confirmed = try copy.tokens(of: id, .confirmed)
            #expect(try copy.tokens(of: id, .shown) == confirmed)
            #expect(try copy.hasToken(id, .shown))
            #expect(try copy.entity(id, .shown) == V.state(2))
        }
    }

    @Test("a transaction that throws leaves nothing", arguments: ClientPortKind.allCases)
    func throwingLeavesNothing(_ kind: ClientPortKind) throws {
        let port = try make(kind)
        let before = try inCopy(port) { try ClientPortCalls.picture(of: $0) }
        var calls = ClientPortCalls(seed: 5)
        let some = (0..<60).map { _ in calls.next() }
        #expect(throws: Stop.self) {
            try port.transaction { store throws in
                let copy = try #require(try store.copy(of: V.set(0)))
                for call in some { _ = try call(copy) }
                store.replica = V.replica(9)
                store.clock = HybridLogicalClock(latest: HybridTimestamp(bits: 9))
                try store.append(V.drawerItem(1))
                try store.putWrittenHere(V.identity(1))
                _ = try store.makeCopy(of: V.set(1), V.copyState(V.set(1)))
                throw Stop()
            }
        }
        let after = try inCopy(port) { try ClientPortCalls.picture(of: $0) }
        #expect(after == before)
        try port.transaction { store throws in
            #expect(store.replica == ReplicaID(.zero))
            #expect(store.clock == HybridLogicalClock())
            #expect(try store.wroteHere(V.identity(1)) == false)
            #expect(try store.sets() == [V.set(0)])
        }
    }

    @Test("a copy is taken away with all that lies in it", arguments: ClientPortKind.allCases)
    func removedCopyLeavesNothing(_ kind: ClientPortKind) throws {
        let port = try make(kind)
        let empty = try inCopy(port) { try ClientPortCalls.picture(of: $0) }
        var calls = ClientPortCalls(seed: 6)
        let some = (0..<200).map { _ in calls.next() }
        try inCopy(port) { copy in for call in some { _ = try call(copy) } }
        try port.transaction { try $0.removeCopy(of: V.set(0)) }
        try port.transaction { store throws in
            #expect(try store.sets() == [])
            #expect(try store.copy(of: V.set(0)) == nil)
            let copy = try store.makeCopy(of: V.set(0), V.copyState(V.set(0)))
            #expect(try ClientPortCalls.picture(of: copy) == empty)
        }
    }

    @Test("the store's own values are kept", arguments: ClientPortKind.allCases)
    func ownValues(_ kind: ClientPortKind) throws {
        var port = try make(kind)
        try port.transaction { store throws in
            store.replica = V.replica(1)
            store.clock = HybridLogicalClock(latest: HybridTimestamp(bits: .max))
            try store.putWrittenHere(V.identity(1))
            try store.putWrittenHere(V.identity(1))
            #expect(try store.append(V.drawerItem(1)))
            #expect(try store.append(V.drawerItem(1)) == false, "it lies there once")
            #expect(try store.append(V.drawerItem(2)))
            try store.removeDrawn(V.identity(2))
            try store.removeDrawn(V.identity(3))
        }
        try port.reopen()
        try port.transaction { store throws in
            #expect(store.replica == V.replica(1))
            #expect(store.clock.latest.bits == .max)
            #expect(try store.wroteHere(V.identity(1)))
            #expect(try store.wroteHere(V.identity(2)) == false)
            #expect(try store.append(V.drawerItem(1)) == false)
            #expect(try store.append(V.drawerItem(2)), "it was taken out")
        }
    }

    @Test("SQLite answers every sequence of calls as memory does", arguments: 0..<24)
    func differential(_ seed: UInt64) throws {
        let memory = MemoryPort()
        var sqlite = try SQLitePort()
        let sets = [V.set(0), V.set(1)]
        for port: any ClientPort in [memory, sqlite] {
            try port.transaction { store throws in
                for set in sets { _ = try store.makeCopy(of: set, V.copyState(set)) }
            }
        }
        var random = SplitMix64(seed: seed)
        var calls = sets.map { _ in ClientPortCalls(seed: random.next()) }
        for _ in 0..<8 {
            let chosen = random.below(2)
            let some = (0..<(1 + random.below(25))).map { _ in calls[chosen].next() }
            func run(_ port: any ClientPort) throws -> [String] {
                try port.transaction { store throws in
                    let copy = try #require(try store.copy(of: sets[chosen]))
                    return try some.map { try $0(copy) } + ClientPortCalls.picture(of: copy)
                }
            }
            let answers = (try run(sqlite), try run(memory))
            #expect(answers.0 == answers.1)
            if random.once(in: 3) { try sqlite.reopen() }
            let pictures = try [memory, sqlite as any ClientPort].map { port in
                try port.transaction { store throws in
                    try sets.map { set in
                        let copy = try #require(try store.copy(of: set))
                        return try ClientPortCalls.picture(of: copy)
                    }
                }
            }
            #expect(pictures[0] == pictures[1])
        }
        #expect(try sqlite.store.check(deep: true) == [])
    }
}
