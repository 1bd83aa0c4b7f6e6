import AnnotationModel
import CRDT
import Glibc
import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Testing

@testable import Storage

@Suite("A client's store is opened, kept and refused as it says")
struct ClientStoreTests {
    private typealias V = ClientValues
    private let folder: ClientFolder

    init() throws {
        folder = try ClientFolder()
    }

    private func open(waitMilliseconds: Int = 5000) throws -> ClientStore {
        try SQLitePort.open(folder, waitMilliseconds: waitMilliseconds)
    }

    @Test("folder and files are made, for their owner alone")
    func made() throws {
        #expect(!ClientStore.exists(folder.path("store")))
        let store = try open()
        try store.write { try $0.putSetting(.deviceName, [1]) }
        #expect(ClientStore.exists(folder.path("store")))
        #expect(ClientFolder.mode(store.folder) == 0o700)
        for name in ["store.db", "store.db-wal", "store.db-shm", "store.lock"] {
            #expect(ClientFolder.mode(store.folder + "/" + name) == 0o600, "\(name)")
        }
    }

    @Test("a folder in a folder that is not there is told, not made")
    func missing() throws {
        let path = folder.path("nowhere/store")
        let error = try #require(throws: StoreError.self) {
            try ClientStore.open(path, hashing: CheapHashing(), programName: "test")
        }
        #expect(error.code == .missing)
        #expect(error.message.contains(path))
    }

    @Test("settings, drawer, events, changes and blobs are there after opening again")
    func kept() throws {
        let change = LocalChange(
            milliseconds: 5, command: "note", set: V.set(0), ops: [V.identity(1), V.identity(2)])
        try open().write { store throws in
            let copy = try store.makeCopy(of: V.set(0), V.copyState(V.set(0)))
            for key in ClientSetting.allCases {
                try store.putSetting(key, Array(key.rawValue.utf8))
            }
            try store.putSetting(.lastSync, nil)
            try store.putSetting(.accountID, V.account(3).octets.octets)
            for number in 0..<3 { try store.append(V.drawerItem(number)) }
            try store.removeDrawerItem(2)
            for number in 0..<4 { try copy.append(V.event(number, of: number % 2)) }
            #expect(try store.appendChange(change).id == 1)
            #expect(try store.appendChange(change).id == 2)
            try store.markUndone(1, true)
            try store.appendBlobPart(V.hash(1), [1, 2])
            try store.appendBlobPart(V.hash(1), [3])
            try store.putBlob(V.hash(2), [])
            try copy.appendToOutbox(V.dot(1))
        }
        try open().read { store throws in
            #expect(try store.setting(.token) == Array("token".utf8))
            #expect(try store.setting(.lastSync) == nil)
            #expect(store.account == V.account(3))
            #expect(try store.drawer().map(\.item) == [V.drawerItem(0), V.drawerItem(2)])
            let events = try store.mergeEvents(set: V.set(0), entity: V.entity(1), limit: 9)
            #expect(events == [V.event(3, of: 1), V.event(1, of: 1)])
            #expect(try store.mergeEvents(set: nil, entity: nil, limit: 3).count == 3)
            #expect(try store.mergeEvents(set: V.set(1), entity: nil, limit: 3).isEmpty)
            let changes = try store.changes(limit: 5)
            #expect(changes.map(\.id) == [2, 1])
            #expect(changes.map(\.isUndone) == [false, true])
            #expect(changes[0].ops == change.ops)
            #expect(try store.blobPart(V.hash(1)) == [1, 2, 3])
            #expect(try store.blob(V.hash(1)) == nil)
            #expect(try store.blob(V.hash(2)) == [])
            #expect(try store.unsyncedCount() == 1)
        }
    }

    @Test("the log of commands follows what was written into another set")
    func movedChanges() throws {
        try open().write { store throws in
            for set in [0, 1, 0] {
                try store.appendChange(
                    LocalChange(
                        milliseconds: 5, command: "note", set: V.set(set), ops: [V.identity(1)]))
            }
            try store.moveChanges(from: V.set(0), to: V.set(2))
        }
        try open().read { store throws in
            let changes = try store.changes(limit: 5)
            #expect(changes.map(\.set) == [V.set(2), V.set(1), V.set(2)])
            #expect(changes.map(\.id) == [3, 2, 1])
            #expect(changes.allSatisfy { $0.ops == [V.identity(1)] })
        }
    }

    @Test("two stores over one folder see each other's changes, and count on after them")
    func twoStores() throws {
        let first = try open()
        let second = try open()
        try first.write { store throws in
            let copy = try store.makeCopy(of: V.set(0), V.copyState(V.set(0)))
            try copy.append(V.memberEntry(1))
            try copy.put(V.state(1), of: V.entity(1), .confirmed)
        }
        try second.write { store throws in
            let copy = try #require(try store.copy(of: V.set(0)))
            #expect(copy.membership.count == 1)
            try copy.append(V.memberEntry(2))
            copy.state.counter += 1
            try copy.put(V.state(2), of: V.entity(1), .confirmed)
            try copy.put(V.state(2), of: V.entity(2), .confirmed)
            try copy.put(V.op(1, on: 1))
        }
        try first.write { store throws in
            let copy = try #require(try store.copy(of: V.set(0)))
            #expect(copy.membership.entries == [V.memberEntry(1), V.memberEntry(2)])
            #expect(copy.state.counter == 1)
            #expect(try copy.entity(V.entity(1), .shown) == V.state(2))
            try copy.put(V.state(3), of: V.entity(3), .confirmed)
            try copy.put(V.op(2, on: 1))
        }
        try second.read { store throws in
            let copy = try #require(try store.copy(of: V.set(0)))
            #expect(try copy.ops(of: V.entity(1)) == [V.op(1, on: 1), V.op(2, on: 1)])
        }
        #expect(try second.check(deep: true) == [])
    }

    @Test("who keeps a write waiting is named")
    func busy() throws {
        let first = try open()
        let second = try open(waitMilliseconds: 0)
        try first.write { _ in
            let error = try #require(throws: StoreError.self) { try second.write { _ in } }
            #expect(error.code == .busy)
            #expect(error.message.contains("test (process \(getpid()))"))
            #expect(error.message.contains(second.folder))
            // Readers wait for nobody.
            #expect(try second.read { try $0.sets() } == [])
        }
        try second.write { _ in }
    }

    @Test("a change inside of a read, or after the end, is refused")
    func misuse() throws {
        let store = try open()
        let error = StoreError(.brokenInvariant, "")
        var late: ClientTransaction?
        #expect(throws: error) { try store.read { try $0.putSetting(.token, [1]) } }
        #expect(throws: error) { try store.read { $0.replica = V.replica(1) } }
        try store.write { late = $0 }
        #expect(throws: error) { try late?.putSetting(.token, [1]) }
        #expect(throws: error) { try late?.drawer() }
    }

    @Test("the store of a later program is refused, and so is what is no store")
    func refused() throws {
        _ = try open()
        try change { _ = try $0.firstInteger("PRAGMA user_version = 99") }
        #expect(throws: StoreError(.tooNew, "")) { try open() }
        try change { _ = try $0.firstInteger("PRAGMA application_id = 99") }
        #expect(throws: StoreError(.notAStore, "")) { try open() }
        let path = folder.path("store/store.db")
        for name in ["", "-wal", "-shm"] { unlink(path + name) }
        let file = try #require(fopen(path, "w"))
        fputs(String(repeating: "no database at all ", count: 100), file)
        fclose(file)
        let error = try #require(throws: StoreError.self) { try open() }
        #expect(error.code == .notAStore)
        #expect(error.message.contains(folder.path("store")))
    }

    private func change(_ body: (Database) throws -> Void) throws {
        let path = folder.path("store/")
        let options = Database.Options(lockPath: path + "store.lock")
        try Database(path + "store.db", options: options).write(body)
    }

    @Test("a full disk refuses the change, keeps what there was, and is named")
    func full() throws {
        let store = try open()
        try store.write { try $0.putBlob(V.hash(1), [1]) }
        try store.database.write { database in
            let pages = try database.firstInteger("PRAGMA page_count") ?? 0
            try database.query(composed: "PRAGMA max_page_count = \(pages + 3)", []) { _ in }
        }
        let error = try #require(throws: StoreError.self) {
            try store.write { try $0.putBlob(V.hash(2), Array(repeating: 1, count: 100_000)) }
        }
        #expect(error.code == .full)
        #expect(error.message.contains(store.folder))
        try store.write { try $0.putBlob(V.hash(3), [3]) }
        try store.read { store throws in
            #expect(try store.blob(V.hash(1)) == [1])
            #expect(try store.blob(V.hash(2)) == nil)
            #expect(try store.blob(V.hash(3)) == [3])
        }
    }

    @Test("a store that may not be written is read, and writes are refused")
    func readOnly() async {
        await #expect(processExitsWith: .success) {
            let folder = try ClientFolder()
            let path = folder.path("store")
            _ = try SQLitePort.open(folder).write { try $0.putSetting(.deviceName, [1]) }
            // A root's files may always be written, so this process becomes somebody else.
            for name in ["", "/store.db", "/store.db-wal", "/store.db-shm", "/store.lock"] {
                chown(path + name, 65534, 65534)
                chmod(path + name, name.isEmpty ? 0o500 : 0o400)
            }
            chmod(folder.path, 0o755)
            if getuid() == 0 { setuid(65534) }
            let store = try SQLitePort.open(folder)
            #expect(try store.read { try $0.setting(.deviceName) } == [1])
            let error = try #require(throws: StoreError.self) { try store.write { _ in } }
            #expect(error.code == .readOnly)
            #expect(error.message.contains(path))
            #expect(throws: StoreError(.readOnly, "")) {
                try ClientStore.open(
                    path + "/inner", hashing: CheapHashing(), programName: "test")
            }
        }
    }

    @Test("a backup is a store")
    func backup() throws {
        let store = try open()
        try store.write { try $0.putSetting(.deviceName, [1]) }
        try #require(mkdir(folder.path("other"), 0o700) == 0)
        try store.backup(to: folder.path("other/store.db"))
        let other = try ClientStore.open(
            folder.path("other"), hashing: CheapHashing(), programName: "test")
        #expect(try other.read { try $0.setting(.deviceName) } == [1])
        #expect(throws: StoreError(.missing, "")) {
            try store.backup(to: folder.path("other/store.db"))
        }
    }
}
