import Foundation
import SQLite
import Testing

@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct DoctorTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    /// A person whose store is in step with the server, and who has written one more note.
    private func working() throws -> (server: LiveServer, ada: Machine) {
        let server = try LiveServer()
        let ada = try Machine()
        try ada.login(server, as: "ada")
        try ada.ask("add", ada.file("a.txt", Self.text))
        for number in 0..<5 {
            try ada.ask("mark", "@@", "eelgrass", "-m", "number \(number)")
            try ada.ask("sync")
        }
        try ada.ask("mark", "@@", "anyway", "-m", "not sent yet")
        return (server, ada)
    }

    private func change(_ path: String, _ sql: String) throws {
        let database = try Database(path)
        try database.write { try $0.run(script: sql) }
    }

    private func adminCheck(_ server: LiveServer, _ more: String...) throws -> Outcome {
        try run(
            Programs.server,
            ["admin", "check", "--data", server.folder.path("data")] + more)
    }

    @Test func `a record that was lost is fetched again, and all else follows from the log`() throws
    {
        let (server, ada) = try working()
        let before = try ada.export("personal")
        try change(
            ada.store + "/store.db",
            """
            DELETE FROM record WHERE seq = 2; UPDATE record SET octets = zeroblob(9) WHERE seq = 4;
            DELETE FROM entity WHERE class = 2; DELETE FROM op WHERE verdict = 0;
            """)
        let found = try ada.postil("doctor")
        #expect(found.status == 12)
        #expect(found.out.contains("record 2 of the log is not here"))
        let mended = try ada.postil("doctor", "--repair")
        #expect(mended.status == 0, "\(mended.out)")
        #expect(try ada.export("personal") == before)
        #expect(try ada.ask("sync")["sent"] as? Int == 1)
        #expect(try ada.postil("doctor").status == 0)
        _ = server
    }

    @Test func `a running server that lost its content is mended, and people sync on`() throws {
        let (server, ada) = try working()
        try ada.ask("sync")
        let data = server.folder.path("data") + "/server.db"
        let healthy = try adminCheck(server, "--deep")
        #expect(healthy.status == 0, "\(healthy.out)")
        try change(
            data, "DELETE FROM entity; DELETE FROM token; UPDATE peer_set SET seq = seq")
        #expect(try adminCheck(server, "--deep").status == 12)
        let mended = try adminCheck(server, "--repair")
        #expect(mended.status == 0, "\(mended.out)")
        #expect(try adminCheck(server, "--deep").status == 0)
        try ada.ask("mark", "@@", "eelgrass", "-m", "after the repair")
        #expect(try ada.ask("sync")["sent"] as? Int == 1)
    }

    @Test func `a server gets a record that it lost from a device's store`() throws {
        let (server, ada) = try working()
        try ada.ask("sync")
        let data = server.folder.path("data") + "/server.db"
        try change(data, "DELETE FROM record WHERE seq = 3")
        let alone = try adminCheck(server, "--repair")
        #expect(alone.status == 12)
        #expect(alone.out.contains("record 3 of the log is not what was written"))
        #expect(alone.out.contains("--from DIR"))
        let mended = try adminCheck(server, "--repair", "--from", ada.store)
        #expect(mended.status == 0, "\(mended.out)")
        let other = try Machine()
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try other.ask("login", server.url, "--invite", code)
        #expect(try other.export("personal") == ada.export("personal"))
    }

    @Test func `what can be mended without the server is, and the rest waits for it`() throws {
        let (server, ada) = try working()
        try ada.ask("set", "new", "other")
        try ada.ask("sync")
        let before = try ada.export("personal")
        let notes = try ada.items("list").count
        server.stop()
        try change(
            ada.store + "/store.db",
            """
            UPDATE member SET octets = zeroblob(5) WHERE copy = 2;
            DELETE FROM token; UPDATE entity SET alive = 3, stamp = stamp + 5 WHERE class = 2;
            """)
        let alone = try ada.postil("doctor", "--repair")
        #expect(alone.status == 12)
        #expect(alone.out.contains("The server could not be asked"))
        #expect(try ada.items("list").count == notes)
        try server.start()
        let mended = try ada.postil("doctor", "--repair")
        #expect(mended.status == 0, "\(mended.out)")
        #expect(try ada.export("personal") == before)
        try ada.ask("sync")
        #expect(try ada.postil("doctor").status == 0)
    }

    @Test(arguments: [false, true])
    func `nothing is given up for a server that was put back`(isWrittenOn: Bool) throws {
        let (server, ada) = try working()
        try ada.ask("sync")
        let data = server.folder.path("data")
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        let other = try Machine()
        try other.ask("login", server.url, "--invite", code)
        try other.ask("sync")
        let backup = server.folder.path("backup")
        let saved = try run(Programs.server, ["admin", "backup", backup, "--data", data])
        #expect(saved.status == 0)
        for number in 0..<6 {
            try ada.ask("mark", "@@", "eelgrass", "-m", "own \(number)")
            try ada.ask("sync")
        }
        server.stop()
        try FileManager.default.removeItem(atPath: data)
        for words in [["restore", backup], ["set", "release", "--all"]] {
            #expect(try run(Programs.server, ["admin"] + words + ["--data", data]).status == 0)
        }
        try server.start()
        let note = try #require(try other.items("list").first?["id"] as? String)
        for number in 0..<(isWrittenOn ? 8 : 0) {
            try other.ask("reply", note, "-m", "of the other \(number)")
            try other.ask("sync")
        }
        try change(
            ada.store + "/store.db",
            """
            UPDATE record SET octets = zeroblob(9) WHERE seq = 8;
            UPDATE token SET shown = X'01' WHERE entity = (SELECT max(number) FROM entity);
            """)
        let notes = try ada.items("list").count
        let done = try ada.postil("doctor", "--repair")
        #expect(done.status == 12)
        #expect(done.out.contains("left as it is"))
        #expect(!done.out.contains("went back"))
        #expect(try ada.items("list").count == notes)
        let files = try FileManager.default.contentsOfDirectory(atPath: ada.store)
        #expect(!files.contains { $0.hasPrefix("before-repair-") })
    }

    @Test func `doctors that look at once do not take each other for damage`() throws {
        let (server, ada) = try working()
        let doctors = try (0..<6).map { _ in try ada.start("doctor") }
        for doctor in doctors {
            doctor.waitUntilExit()
            #expect(doctor.terminationStatus == 0)
        }
        _ = server
    }
}
