import Crypto
import Glibc
import JSON
import SQLite
import Storage
import Testing

@testable import ClientCommands

/// What the indexes find is what a look at every annotation finds.
@Suite struct IndexTests {
    @Test(arguments: 0..<10)
    func resultsAreThoseOfAScan(seed: UInt64) throws {
        let world = try RandomWorld(seed: seed)
        world.live(70)
        #expect(world.notes.count > 8)
        try compare(world, count: 60)
        world.live(30)
        try compare(world, count: 40)
        #expect(try store(world).check(deep: true).isEmpty)
        let doctor = world.desk.run("doctor", "--json")
        #expect(doctor.status == 0, "\(doctor.out)")
    }

    @Test(arguments: 100..<103)
    func aStoreOfTheSchemaBeforeIsIndexed(seed: UInt64) throws {
        let world = try RandomWorld(seed: seed)
        world.live(60)
        try dropIndex(world.desk)
        try compare(world, count: 40)
        #expect(try store(world).check(deep: true).isEmpty)
        world.live(20)
        try compare(world, count: 40)
        #expect(try store(world).check(deep: true).isEmpty)
    }

    @Test func anIndexThatDisagreesIsFoundAndMadeAnew() throws {
        let world = try RandomWorld(seed: 7)
        world.live(60)
        let desk = world.desk
        let before = desk.run("list", "has:note", "--json").out
        try change(desk) { try $0.execute("INSERT INTO word (word) VALUES ('delete-all')") }
        #expect(try desk.run("list", "has:note", "--json").items.isEmpty)
        let found = desk.run("doctor")
        #expect(found.status == 12 && found.out.contains("the index of words does not agree"))
        #expect(desk.run("doctor", "--repair").status == 0)
        #expect(desk.run("list", "has:note", "--json").out == before)
        try compare(world, count: 20)
    }

    @Test func aDamagedIndexIsFoundAndMadeAnew() throws {
        let world = try RandomWorld(seed: 8)
        world.live(60)
        let desk = world.desk
        let query = ["list", "harbour or law or has:note", "--json"]
        let before = desk.run(query).out
        try change(desk) { _ = try $0.firstInteger("SELECT 1") }
        // The marks stand nowhere but in the index.
        var octets = try #require(TemporaryFolder.octets(desk.store + "/store.db"))
        let mark: [UInt8] = [0xEE, 0x80, 0x80]
        let places = octets.indices.dropLast(30).filter {
            octets[$0..<$0 + 3].elementsEqual(mark)
        }
        #expect(!places.isEmpty)
        for place in places {
            for index in place - 4..<place + 24 { octets[index] = 0xFF }
        }
        try desk.folder.put(octets, "store/store.db")
        for name in ["-wal", "-shm"] { unlink(desk.store + "/store.db" + name) }
        #expect(desk.run(query).status == 0)
        #expect(desk.run("doctor").status == 12)
        #expect(desk.run("doctor", "--repair").status == 0)
        #expect(desk.run(query).out == before)
        try compare(world, count: 20)
        #expect(desk.run("doctor").status == 0)
    }

    private func compare(_ world: RandomWorld, count: Int) throws {
        let store = try store(world)
        try store.read { transaction in
            let workspace = try Workspace(transaction, now: world.desk.now)
            var found = 0
            for _ in 0..<count {
                let text = world.query() + world.pick(["", "", "", " sort:oldest", " sort:place"])
                let query = try AnnotationQuery(text, now: world.desk.now)
                let expected = try AnnotationFinder(query, workspace, usesIndex: false).rows()
                let rows = try AnnotationFinder(query, workspace).rows()
                #expect(rows.map(\.id) == expected.map(\.id), "\(text)")
                let first = try AnnotationFinder(query, workspace).rows(limit: 3)
                #expect(first.map(\.id) == expected.prefix(3).map(\.id), "\(text)")
                found += rows.count
            }
            #expect(found > 0)
        }
        try compareWithReading(world)
        let text = world.query()
        let listed = try world.desk.run("list", "--json", "--", text).items.count
        try store.read { transaction in
            let workspace = try Workspace(transaction, now: world.desk.now)
            let query = try AnnotationQuery(text, now: world.desk.now)
            let rows = try AnnotationFinder(query, workspace, usesIndex: false).rows()
            #expect(rows.count == listed, "\(text)")
        }
    }

    /// The order of places is that of the page on which they are read.
    private func compareWithReading(_ world: RandomWorld) throws {
        for article in world.articles {
            let page = world.desk.run("read", article, "--json")
            guard page.status == 0 else { continue }
            // What is deleted keeps its thread together on the page, and is in no list.
            let read = try page.json.array("annotations").filter { try !$0.bool("deleted") }
            let listed = try world.desk.run("list", "doc:\(article) sort:place", "--json").items
            #expect(listed.map { $0["id"] } == read.map { $0["id"] })
        }
    }

    @Test func placesAreThoseOfThePageInADeepThread() throws {
        let desk = try Desk()
        let article = try desk.add(Desk.fixture("harbour.txt"))
        var note = try desk.id("mark", article, "learned to wait", "-m", "top")
        _ = try desk.id("note", article, "-m", "on the whole")
        for step in 0..<70 { note = try desk.id("reply", note, "-m", "step \(step)") }
        let read = try desk.run("read", article, "--json").json.array("annotations")
        let listed = try desk.run("list", "doc:\(article) sort:place", "--json").items
        #expect(listed.count == 72)
        #expect(listed.map { $0["id"] } == read.map { $0["id"] })
    }

    private func store(_ world: RandomWorld) throws -> ClientStore {
        try ClientStore.open(world.desk.store, hashing: BLAKE2b(), programName: "test")
    }

    private func change(_ desk: Desk, _ body: (Database) throws -> Void) throws {
        let database = try Database(desk.store + "/store.db")
        try database.write { try body($0) }
        try database.checkpoint()
    }

    /// Makes the store what a program of the version before has left.
    private func dropIndex(_ desk: Desk) throws {
        try change(desk) {
            try $0.execute("DROP TABLE word_instance")
            try $0.execute("DROP TABLE word")
            try $0.execute("PRAGMA user_version=2")
        }
    }
}
