import Foundation
import Glibc
import Testing

@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct BadDaysTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    /// A person whose way to the server leads through a relay, with one note that was not sent yet.
    private func waiting() throws -> (server: LiveServer, relay: Relay, ada: Machine) {
        let server = try LiveServer()
        let relay = try Relay(to: server)
        let ada = try Machine()
        try ada.ask("login", relay.url, "--invite", server.invite(), "--user", "ada")
        try ada.ask("add", ada.file("a.txt", Self.text))
        try ada.ask("mark", "@@", "eelgrass", "-m", "once")
        return (server, relay, ada)
    }

    /// Another machine of the same person, straight at the server.
    private func second(of ada: Machine, _ server: LiveServer) throws -> Machine {
        let machine = try Machine()
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try machine.ask("login", server.url, "--invite", code)
        return machine
    }

    @Test func `a sync without its server ends with 5 and loses nothing, also after kill -9`()
        throws
    {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        server.stop(SIGKILL)
        let failed = try ada.postil("sync")
        #expect(failed.status == 5)
        #expect(failed.err.contains("2 changes of yours are safe here"))
        #expect(failed.out.isEmpty)
        try server.start()
        #expect(try ada.ask("sync")["sent"] as? Int == 2)
        #expect(try second(of: ada, server).items("list").count == 1)
    }

    @Test func `an answer that is lost is made up for by the same request again`() throws {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        relay.set(.loseAnswers)
        #expect(try ada.postil("sync").status == 5)
        #expect(try ada.postil("sync").status == 5)
        relay.set(.pass)
        #expect(try ada.ask("sync")["sent"] as? Int == 2)
        #expect(try ada.ask("status")["unsynced"] as? Int == 0)
        let other = try second(of: ada, server)
        #expect(try other.export("personal") == ada.export("personal"))
        #expect(try other.items("list").count == 1)
    }

    @Test func `a connection that breaks after any number of octets leaves nothing wrong`() throws {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        for limit in [1, 20, 150, 300, 500, 700, 900, 1_200] {
            relay.set(.cut(after: limit))
            let status = try ada.postil("sync").status
            #expect(status == 5 || status == 0)
            try ada.ask("mark", "@@", "anyway", "-m", "cut at \(limit)")
        }
        relay.set(.pass)
        try ada.ask("sync")
        #expect(try ada.ask("status")["unsynced"] as? Int == 0)
        let other = try second(of: ada, server)
        #expect(try other.items("list").count == 9)
        #expect(try other.export("personal") == ada.export("personal"))
    }

    @Test func `a client that is killed while it waits for the answer goes on where it was`() throws
    {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        relay.set(.hold)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Programs.client))
        process.arguments = ["--store", ada.store, "sync"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        relay.waitUntilHeld()
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        relay.set(.pass)
        #expect(try ada.ask("sync")["sent"] as? Int == 2)
        #expect(try second(of: ada, server).items("list").count == 1)
    }

    @Test func `a long text arrives in parts over a network that breaks`() throws {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        let line = "The port keeps its water and its patience, line by line.\n\n"
        let long = "Long Text\n\n" + String(repeating: line, count: 24_000) + "The very end.\n"
        try ada.ask("add", ada.file("long.txt", long))
        try ada.ask("sync")
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        let other = try Machine()
        relay.set(.cut(after: 1_150_000))
        // The log-in is done, its first sync is not.
        try other.ask("login", relay.url, "--invite", code)
        #expect(try other.postil("mark", "Long Text", "The very end.").status == 3)
        relay.set(.cut(after: 1_150_000))
        _ = try other.postil("sync")
        relay.set(.pass)
        try other.ask("sync")
        #expect(try other.postil("mark", "Long Text", "The very end.").status == 0)
        _ = server
    }

    @Test func `two syncs of one store at once do each other no harm`() throws {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        let processes = try (0..<4).map { _ in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(Programs.client))
            process.arguments = ["--store", ada.store, "sync"]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try ada.ask("sync")["newIdentity"] as? Bool == false)
        #expect(try second(of: ada, server).items("list").count == 1)
    }

    @Test func `a log-in whose answer is lost strands nobody`() throws {
        let server = try LiveServer()
        let relay = try Relay(to: server)
        defer { relay.close() }
        let ada = try Machine()
        try ada.ask("add", ada.file("a.txt", Self.text))
        let code = try server.invite()
        // The answer about the version passes, that with the token does not.
        relay.set(.cut(after: 420))
        let failed = try ada.postil("login", relay.url, "--invite", code, "--user", "ada")
        #expect(failed.status == 5)
        relay.set(.pass)
        // The answer that nobody saw is given again, to this store alone.
        let other = try Machine().postil("login", relay.url, "--invite", code, "--user", "eve")
        #expect(other.status == 4)
        try ada.ask("login", relay.url, "--invite", code, "--user", "ada")
        #expect(try ada.items("device", "list").count == 1)
        #expect(try ada.ask("status")["unsynced"] as? Int == 0)
    }

    @Test func `a copied store takes a new identity and loses no word of either`() throws {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        try ada.ask("sync")
        let copy = try Machine()
        try FileManager.default.copyItem(atPath: ada.store, toPath: copy.store)
        try ada.ask("mark", "Sallow", "asked", "-m", "from the one")
        try copy.ask("mark", "Sallow", "anyway", "-m", "from the copy")
        try ada.ask("sync")
        #expect(try copy.ask("sync")["newIdentity"] as? Bool == true)
        try ada.ask("sync")
        #expect(try ada.items("list").count == 3)
        #expect(try ada.export("personal") == copy.export("personal"))
        _ = server
    }

    @Test(arguments: [
        ("text/html", "<html>Sign in to the network</html>", 5),
        ("application/json", "{\"hello\":1}", 5),
        ("application/json", "[[[[", 5),
        ("application/json", "{\"version\":\"9\",\"protocol\":[7],\"serverKey\":\"00\"}", 11),
    ])
    func `what is no server of ours is named so, and gets nothing`(
        type: String, body: String, status: Int32
    ) throws {
        let stranger = try Stranger(type: type, body)
        let ada = try Machine()
        let failed = try ada.postil("login", stranger.url, "--invite", "CODE", "--user", "ada")
        #expect(failed.status == status)
        #expect(failed.err.contains(status == 5 ? "is not a Postil server" : "protocol 7"))
        #expect(try ada.ask("status")["loggedIn"] as? Bool == false)
    }

    @Test func `who logs out and in again, or is shut out, goes on with what was not sent`() throws
    {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        let other = try second(of: ada, server)
        try ada.ask("sync")
        try ada.ask("mark", "Sallow", "anyway", "-m", "before the log-out")
        try ada.ask("logout")
        #expect(try ada.postil("sync").status == 4)
        try ada.ask("mark", "Sallow", "asked", "-m", "after it")
        var code = try #require(try other.ask("device", "add")["code"] as? String)
        try ada.ask("login", relay.url, "--invite", code, "--device", "laptop")
        try other.ask("device", "revoke", "laptop")
        try ada.ask("mark", "Sallow", "Nobody", "-m", "shut out")
        let refused = try ada.postil("sync")
        #expect(refused.status == 4)
        #expect(refused.err.contains("1 change of yours is safe here"))
        code = try #require(try other.ask("device", "add")["code"] as? String)
        try ada.ask("login", relay.url, "--invite", code)
        try other.ask("sync")
        #expect(try other.items("list").count == 4)
        #expect(try other.export("personal") == ada.export("personal"))
    }

    @Test func `a log-out without the server holds here, and says what is left to do there`() throws
    {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        let other = try second(of: ada, server)
        try ada.ask("mark", "Sallow", "anyway", "-m", "not sent")
        let name = try #require(try ada.ask("whoami")["device"] as? String)
        relay.close()
        let told = try ada.postil("logout")
        #expect(told.status == 6 && told.err.isEmpty)
        #expect(told.out.contains("Logged out of") && told.out.contains("not been sent and stay"))
        #expect(told.out.contains("The server could not be told: "))
        #expect(told.out.contains("postil device revoke \(name)"))
        #expect(try ada.ask("status")["loggedIn"] as? Bool == false)
        #expect(try ada.postil("sync").status == 4)
        #expect(
            try ada.items("list").contains {
                ($0["body"] as? [String: Any])?["value"] as? String == "not sent"
            })
        let device = try #require(
            try other.items("device", "list").first { $0["isCurrent"] as? Bool != true }?["id"])
        try other.ask("device", "revoke", "\(device)")
    }

    @Test func `this very machine is shut out only on a yes`() throws {
        let server = try LiveServer()
        let ada = try Machine()
        try ada.login(server, as: "ada")
        let name = try #require(try ada.ask("whoami")["device"] as? String)
        let refused = try ada.postil("device", "revoke", name)
        #expect(refused.status == 7 && refused.err.contains("that is this machine"))
        #expect(refused.err.contains("device revoke \(name) --yes"))
        try ada.ask("whoami")
        let told = try ada.postil("device", "revoke", name, "--yes")
        #expect(told.status == 0 && told.out.contains("Log in again: postil login"))
        #expect(try ada.ask("status")["loggedIn"] as? Bool == false)
    }

    @Test func `a note in a set made offline reaches others after all`() throws {
        let server = try LiveServer()
        let (ada, ben) = (try Machine(), try Machine())
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        try ada.ask("mark", "@@", "eelgrass", "-m", "offline")
        try ada.login(server, as: "ada")
        try ben.login(server, as: "ben")
        let code = try #require(try ada.ask("set", "invite", "press")["code"] as? String)
        #expect(try ben.ask("set", "join", code)["name"] as? String == "press")
        #expect(try ben.postil("set", "join", code).out.hasPrefix("Joined “press” as commenter;"))
        try ben.ask("sync")
        #expect(try ben.items("list").count == 1)
        #expect(try ada.export("press") == ben.export("press"))
        let events = try ben.postil("sync", "--jsonl").out.split(separator: "\n")
        #expect(events.last?.hasPrefix(#"{"v":1,"type":"done","code":0,"sent":0,"#) == true)
        try ben.ask("set", "leave", "press")
        #expect(try ben.items("set", "list").count == 1)
        #expect(try ben.ask("sync")["received"] as? Int == 0)
    }

    @Test func `a sign-in page in the server's place is not taken for it, not for a text either`()
        throws
    {
        let (server, relay, ada) = try waiting()
        defer { relay.close() }
        try ada.ask("sync")
        try ada.ask("add", ada.file("b.txt", "Another\n\n\(Self.text)"))
        let page = "<html>Sign in to the network</html>"
        for length in [0, page.utf8.count] {
            relay.set(
                .replace(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(length)\r\n"
                        + "Connection: close\r\n\r\n\(page.prefix(length))"))
            let told = try ada.postil("sync")
            #expect(told.status == 5 && told.out.isEmpty)
            #expect(told.err.contains("answers, but is not a Postil server (status 200)"))
            #expect(told.err.contains("1 change of yours is safe here"))
            #expect(!told.err.contains("before that it sent"))
        }
        relay.set(.pass)
        #expect(try ada.ask("sync")["sent"] as? Int == 1)
        #expect(try second(of: ada, server).items("docs").count == 2)
    }

    @Test func `garbage in place of HTTP ends with 5`() throws {
        let stranger = try Stranger(saying: "SSH-2.0-nothing\r\n")
        let failed = try Machine().postil("login", stranger.url, "--invite", "CODE")
        #expect(failed.status == 5)
    }
}
