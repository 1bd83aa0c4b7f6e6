import Foundation
import Testing

/// A server whose logs are cut while it serves, and the machines of two people.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct CompactTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    private func compact(
        _ server: LiveServer, _ backup: String, _ more: String...
    ) throws -> [String: Any] {
        let outcome = try run(
            Programs.server,
            ["admin", "compact", server.folder.path(backup), "--json", "--data"]
                + [server.folder.path("data")] + more)
        #expect(outcome.status == 0, "\(outcome.err)")
        return try outcome.json()
    }

    private func pair(_ server: LiveServer) throws -> (ada: Machine, ben: Machine) {
        let (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let code = try #require(
            try ada.ask("set", "invite", "press", "--role", "editor")["code"] as? String)
        try ben.ask("set", "join", code)
        try ben.ask("sync")
        return (ada, ben)
    }

    /// Another machine of a person's.
    private func device(of machine: Machine, _ server: LiveServer) throws -> Machine {
        let code = try #require(try machine.ask("device", "add")["code"] as? String)
        let other = try Machine()
        try other.ask("login", server.url, "--invite", code)
        try other.ask("sync")
        return other
    }

    @Test func `nobody misses what was cut, newcomer or sleeper`() throws {
        let server = try LiveServer()
        let (ada, ben) = try pair(server)
        let note = try #require(
            try ada.ask("mark", "Sallow", "eelgrass", "-m", "first words")["id"] as? String)
        try ada.ask("sync")
        try ben.ask("sync")
        try ben.ask("tag", note, "+from-ben")
        try ben.ask("edit", note, "-m", "first words, and Ben's, unsent")
        for number in 0..<8 {
            try ada.ask("tag", note, "+t\(number)")
            try ada.ask("mark", "Sallow", "Nobody", "-m", "a note \(number)")
            try ada.ask("sync")
        }
        let done = try compact(server, "backup", "--keep", "2")
        #expect(try #require(done["records"] as? Int) > 6)
        #expect(done["backup"] as? String == server.folder.path("backup"))

        let late = try device(of: ada, server)
        #expect(try late.export("press") == ada.export("press"))
        #expect(try ben.ask("sync")["refused"] as? [String] == [])
        try ada.ask("sync")
        try late.ask("sync")
        for machine in [ben, late] {
            #expect(try machine.export("press") == ada.export("press"))
        }
        let shown = try late.items("show", note).first
        let body = try #require(shown?["body"] as? [String: Any])
        #expect(body["value"] as? String == "first words, and Ben's, unsent")
        for machine in [ada, ben, late] {
            #expect(try machine.postil("doctor").status == 0)
        }
    }

    @Test func `a server put back to the backup it was cut under is healed by a newcomer`() throws {
        let server = try LiveServer()
        let (ada, ben) = try pair(server)
        try ben.ask("mark", "Sallow", "eelgrass", "-m", "before the backup")
        for machine in [ben, ada] { try machine.ask("sync") }
        _ = try compact(server, "backup", "--keep", "0")
        let late = try device(of: ada, server)
        // One that knows the newcomer, and holds what was cut as a snapshot.
        let kept = server.folder.path("later")
        let made = try run(
            Programs.server,
            ["admin", "backup", kept, "--data", server.folder.path("data")])
        #expect(made.status == 0, "\(made.err)")
        try ben.ask("mark", "Sallow", "anyway", "-m", "after the backup")
        for machine in [ben, late] { try machine.ask("sync") }
        let before = try late.export("press")

        server.stop()
        let data = server.folder.path("data")
        try FileManager.default.moveItem(atPath: data, toPath: data + "-broken")
        let restored = try run(
            Programs.server, ["admin", "restore", kept, "--data", data])
        #expect(restored.status == 0, "\(restored.err)")
        try server.start()
        // Ben's machine, which wrote it, never comes back.
        for machine in [late, ada, late, ada] { try machine.ask("sync") }
        #expect(try late.export("press") == before)
        #expect(try ada.export("press") == before)
        let checked = try run(
            Programs.server, ["admin", "check", "--deep", "--data", data])
        #expect(checked.status == 0, "\(checked.out)")
    }

    @Test func `cutting asks for a sound backup of this server, and twice is once`() throws {
        let (server, other) = (try LiveServer(), try LiveServer())
        let (ada, _) = try pair(server)
        let data = server.folder.path("data")
        let stranger = try run(
            Programs.server,
            ["admin", "compact", other.folder.path("data"), "--data", data])
        #expect(stranger.status == 8)
        #expect(stranger.err.contains("is another server's"))
        let typed = try run(
            Programs.server,
            ["admin", "compact", server.folder.path("b"), "--keep", "few", "--data", data])
        #expect(typed.status == 2)
        #expect(try #require(try compact(server, "b", "--keep", "0")["records"] as? Int) > 0)
        #expect(try compact(server, "b", "--keep", "0")["records"] as? Int == 0)
        try ada.ask("add", ada.file("b.txt", "Own\n\nown lines\n"), "--set", "press")
        try ada.ask("sync")
        #expect(try compact(server, "b", "--keep", "0")["records"] as? Int == 0)
        #expect(try #require(try compact(server, "c", "--keep", "0")["records"] as? Int) > 0)
        let checked = try run(Programs.server, ["admin", "check", "--deep", "--data", data])
        #expect(checked.status == 0, "\(checked.out)")
    }
}
