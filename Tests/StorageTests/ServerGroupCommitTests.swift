import AnnotationModel
import MemoryStorage
import Octets
import SQLite
import SyncEngine
import Synchronization
import Testing
import WireFormat

@testable import Storage

@Suite struct ServerGroupCommitTests {
    let folder: ServerFolder
    let store: ServerStore

    init() throws {
        folder = try ServerFolder()
        store = try ServerWorld.open(folder)
    }

    struct Stop: Error {}

    final class Tally: Sendable {
        let count = Mutex(0)
    }

    @Test func whatManyThreadsSubmitIsAllDurableWhenTheyAreTold() async throws {
        let other = try ServerWorld.open(folder)
        let group = GroupCommit(store)
        let seen = Tally()
        await withTaskGroup(of: Void.self) { tasks in
            for thread in 0..<8 {
                tasks.addTask {
                    for index in 0..<25 {
                        let name = "a\(thread)-\(index)"
                        group.submit {
                            _ = try $0.makeAccount(name: name, isAdmin: false, now: 1)
                        } completion: { result in
                            // Another connection sees only what is committed.
                            let found = try? other.read { try $0.account(named: name) }
                            if (try? result.get()) != nil, found?.created == 1 {
                                seen.count.withLock { $0 += 1 }
                            }
                        }
                    }
                }
            }
        }
        group.close()
        #expect(seen.count.withLock { $0 } == 200)
        #expect(try ServerWorld.open(folder).counts().accounts == 200)
    }

    @Test func aThrowingChangeHarmsNobodyAndLeavesNothing() throws {
        let results = store.commit([
            { _ = try $0.makeAccount(name: "first", isAdmin: false, now: 1) },
            {
                _ = try $0.makeAccount(name: "second", isAdmin: false, now: 1)
                throw Stop()
            },
            {
                let first = try $0.account(named: "first")
                let second = try $0.account(named: "second")
                guard first != nil, second == nil else { throw Stop() }
                _ = try $0.makeAccount(name: "third", isAdmin: false, now: 1)
            },
        ])
        #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
        #expect(throws: Stop.self) { try results[1].get() }
        #expect(try store.read { try $0.accounts().map(\.name) } == ["first", "third"])
    }

    @Test func changesOfOneSetInOneBatchSeeEachOther() throws {
        let owner = ServerPerson(1)
        let id = try store.write { try ServerWorld.found(owner, in: $0) }
        let first = Mutex(owner)
        let results = store.commit(
            (0..<10).map { index in
                { store in
                    var person = first.withLock { $0 }
                    let op =
                        index == 0 ? ServerWorld.addArticle() : ServerWorld.annotate("\(index)")
                    let bundle = person.bundle([op], in: id)
                    guard
                        try ServerWorld.push([bundle], by: person, to: id, in: store) == [.ok]
                    else { throw Stop() }
                    if index % 3 == 2 { throw Stop() }
                    first.withLock { $0 = person }
                }
            })
        #expect(results.filter { (try? $0.get()) != nil }.count == 7)
        #expect(try store.read { try $0.set(id)?.end.seq } == 7)
        #expect(try store.check(deep: true) == [])
    }

    @Test func aBatchIsOneCommit() throws {
        let before = try store.withWriter { $0.database.counts.writes }
        _ = store.commit(
            (10..<60).map { index in
                { _ = try $0.makeAccount(name: "a\(index)", isAdmin: false, now: 1) }
            })
        #expect(try store.withWriter { $0.database.counts.writes } == before + 1)
    }

    @Test func aFullDiskRefusesWhatDoesNotFitAndTakesTheRest() throws {
        let owner = ServerPerson(1)
        let id = try store.write { try ServerWorld.found(owner, in: $0) }
        try limit(pages: 64)
        let big = [UInt8](repeating: 1, count: 400_000)
        let results = store.commit([
            { _ = try $0.makeAccount(name: "first", isAdmin: false, now: 1) },
            { _ = try $0.appendBlob(id, ServerWorld.octets32(1), count: 500_000, at: 0, big) },
            { _ = try $0.makeAccount(name: "third", isAdmin: false, now: 1) },
        ])
        #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
        #expect(throws: StoreError(.full, "")) { try results[1].get() }
        #expect(try store.read { try $0.accounts().map(\.name) } == ["first", "third"])
        try limit(pages: 100_000)
        try store.write {
            _ = try $0.appendBlob(id, ServerWorld.octets32(1), count: 500_000, at: 0, big)
        }
        #expect(try store.check(deep: true) == [])
    }

    private func limit(pages: Int) throws {
        try store.withWriter { writer in
            try writer.database.write { database in
                try database.query(composed: "PRAGMA max_page_count = \(pages)", []) { _ in }
            }
        }
    }

    @Test func aClosedLineRefuses() throws {
        let group = GroupCommit(store)
        group.close()
        let error = Mutex<StoreError?>(nil)
        group.submit { _ in
        } completion: { result in
            do { try result.get() } catch let found { error.withLock { $0 = found as? StoreError } }
        }
        #expect(error.withLock { $0 } != nil)
    }
}
