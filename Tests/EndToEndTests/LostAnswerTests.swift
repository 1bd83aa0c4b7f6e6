import Foundation
import Testing

/// What was done although nobody saw it, and what was not done although somebody said so.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct LostAnswerTests {
    /// Names of the members that the server knows.
    private func members(_ stage: Stage) throws -> [String] {
        let shown = try stage.other.ask("set", "members", "press")
        let all = try #require(shown["members"] as? [[String: Any]])
        return all.compactMap { member in
            guard let name = member["name"] as? String, let role = member["role"] as? String
            else { return nil }
            return "\(name) \(role)"
        }.sorted()
    }

    @Test func `who was removed by a command whose answer was lost is removed, and it says so`()
        throws
    {
        let stage = try Stage()
        stage.relay.set(.fault(.lostAnswer, on: "PUT /v1/sets", times: 1))
        let told = try stage.ada.postil("set", "remove", "press", "ben")
        #expect(told.status == 0, "\(told.err)")
        #expect(told.out == "ben is no member any more\n")
        #expect(try members(stage) == ["ada owner"])
    }

    @Test func `a role is given once though the first answer was lost`() throws {
        let stage = try Stage()
        stage.relay.set(.fault(.lostAnswer, on: "PUT /v1/sets", times: 1))
        let told = try stage.ada.postil("set", "role", "press", "ben", "reader")
        #expect(told.status == 0, "\(told.err)")
        #expect(try members(stage) == ["ada owner", "ben reader"])
        let shown = try stage.ada.ask("set", "show", "press")
        #expect("\(shown)".contains("reader"))
    }

    @Test func `who left by a command whose answer was lost has left, and it says so`() throws {
        let stage = try Stage()
        stage.relay.set(.pass)
        try stage.ada.ask("set", "role", "press", "ben", "owner")
        stage.relay.set(.fault(.lostAnswer, on: "PUT /v1/sets", times: 1))
        let told = try stage.ada.postil("set", "leave", "press")
        #expect(told.status == 0, "\(told.err)")
        #expect(told.out.contains("You left"))
        let sets = try stage.ada.items("set", "list").compactMap { $0["name"] as? String }
        #expect(sets == ["personal"])
    }

    @Test func `a device that was shut out by a command whose answer was lost is shut out`() throws
    {
        let stage = try Stage()
        let devices = try stage.ada.items("device", "list")
        let theirs = try #require(devices.first { $0["isCurrent"] as? Bool != true }?["id"])
        stage.relay.set(.fault(.lostAnswer, on: "DELETE /v1/devices", times: 1))
        let told = try stage.ada.postil("device", "revoke", "\(theirs)")
        #expect(told.status == 0, "\(told.err)")
        #expect(try stage.other.postil("sync").status == 4)
    }

    @Test func `a log-out whose answer was lost is a log-out`() throws {
        let stage = try Stage()
        stage.relay.set(.fault(.lostAnswer, on: "POST /v1/logout", times: 1))
        #expect(try stage.ada.postil("logout").status == 0)
        #expect(try stage.ada.ask("status")["loggedIn"] as? Bool == false)
    }

    @Test(arguments: [Fault.noContent, .emptyObject])
    func `nothing is said to be done that only a stranger said yes to`(fault: Fault) throws {
        let stage = try Stage()
        let devices = try stage.ada.items("device", "list")
        let theirs = try #require(devices.first { $0["isCurrent"] as? Bool != true }?["id"])
        for (words, command) in [
            ("PUT /v1/sets", ["set", "role", "press", "ben", "reader"]),
            ("PUT /v1/sets", ["set", "remove", "press", "ben"]),
            ("DELETE /v1/devices", ["device", "revoke", "\(theirs)"]),
            ("POST /v1/logout", ["logout"]),
        ] {
            stage.relay.set(.fault(fault, on: words))
            let told = try stage.ada.postil(command)
            #expect(told.status == 5, "\(command)")
            #expect(told.err.contains("is not a Postil server"))
            #expect(told.out.isEmpty)
        }
        stage.relay.set(.fault(fault, on: "GET /v1/me"))
        #expect(try stage.ada.ask("whoami")["reached"] as? Bool == false)
        stage.relay.set(.pass)
        #expect(try members(stage) == ["ada owner", "ben editor"])
        #expect(try stage.ada.ask("status")["loggedIn"] as? Bool == true)
    }

    @Test(arguments: [Fault.endlessHead, .hugeLength, .endlessBody, .unauthorized, .notFound])
    func `an article does not go before its text`(fault: Fault) throws {
        let stage = try Stage()
        for (words, title) in [("HEAD /v1/sets", "One text"), ("PUT /v1/sets", "Two texts")] {
            try stage.article(title, on: stage.ada)
            stage.relay.set(.fault(fault, on: words))
            let told = try stage.ada.postil("sync")
            stage.relay.set(.pass)
            #expect(told.status == 5, "\(words), \(fault.name): \(told.out)\(told.err)")
            #expect(told.err.contains("1 change of yours is safe here"))
            try stage.other.ask("sync")
            #expect(try stage.other.postil("read", title).status == 3)
            try stage.ada.ask("sync")
            try stage.other.ask("sync")
            #expect(try stage.other.postil("read", title).out.contains("its patience"))
        }
    }

    @Test func `a stranger's 404 does not mean that the server lacks a text`() throws {
        let stage = try Stage()
        try stage.article("Down the line", on: stage.other)
        try stage.other.ask("sync")
        stage.relay.set(.fault(.notFound, on: "GET /v1/sets"))
        let told = try stage.ada.postil("sync")
        #expect(told.status == 5)
        #expect(told.err.contains("is not a Postil server (status 404)"))
        stage.relay.set(.pass)
        try stage.ada.ask("sync")
        #expect(try stage.ada.postil("read", "Down the line").out.contains("its patience"))
    }

    @Test(arguments: [Fault.lostAnswer, .resetAfter, .gateway, .hugeLength, .cutOldVersion])
    func `a log-in whose answer was lost is done by the same again`(fault: Fault) throws {
        let server = try LiveServer()
        let relay = try Relay(to: server)
        defer { relay.close() }
        let ada = try Machine()
        relay.set(.fault(fault, on: "POST /v1/accounts"))
        let code = try server.invite()
        let words = ["login", relay.url, "--invite", code, "--user", "ada"]
        let told = try ada.postil(words)
        #expect(told.status == 5)
        #expect(told.err.contains("was lost: you may be logged in there by now"), "\(told.err)")
        #expect(try ada.ask("status")["loggedIn"] as? Bool == false)
        relay.set(.pass)
        let typed = code.lowercased().filter { $0 != "-" }
        let again = try ada.postil("login", relay.url, "--invite", typed, "--user", "ada")
        #expect(again.status == 0, "\(again.err)")
        #expect(try ada.items("device", "list").count == 1)
    }

    @Test func `a log-in is asked for again when its answer is lost once`() throws {
        let server = try LiveServer()
        let relay = try Relay(to: server)
        defer { relay.close() }
        let ada = try Machine()
        relay.set(.fault(.lostAnswer, on: "POST /v1/accounts", times: 1))
        let code = try server.invite()
        let told = try ada.postil("login", relay.url, "--invite", code, "--user", "ada")
        #expect(told.status == 0, "\(told.err)")
        #expect(try ada.items("device", "list").count == 1)
    }

    @Test func `a code that is refused behind a lost answer is refused`() throws {
        let server = try LiveServer()
        let relay = try Relay(to: server)
        defer { relay.close() }
        let ada = try Machine()
        relay.set(.fault(.lostAnswer, on: "POST /v1/accounts", times: 1))
        let told = try ada.postil(
            "login", relay.url, "--invite", "AAAA-BBBB-CCCC", "--user", "ada")
        #expect(told.status == 4, "\(told.err)")
        // A used one, typed in another way, is the same request from the store that used it alone.
        let code = try server.invite()
        try ada.ask("login", relay.url, "--invite", code, "--user", "ada")
        let other = try Machine().postil(
            "login", relay.url, "--invite", code.lowercased(), "--user", "eve")
        #expect(other.status == 4, "\(other.err)")
    }

    @Test func `a token goes nowhere that a redirect leads to`() throws {
        let stage = try Stage()
        let other = try Relay(to: stage.server)
        defer { other.close() }
        other.set(.fault(.none, on: "/"))
        for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Moved"]
        {
            stage.relay.set(.fault(.redirect(status, to: other.url), on: "/"))
            for command in [["sync"], ["device", "list"], ["logout"]] {
                let told = try stage.ada.postil(command)
                #expect(told.status == 5)
                #expect(told.err.contains("is not a Postil server (status \(status.prefix(3)))"))
            }
        }
        #expect(other.struck.isEmpty)
        try stage.close()
    }
}
