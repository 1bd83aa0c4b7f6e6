import Foundation
import Glibc
import SQLite
import Testing

/// The same for what a server refuses or does not answer, and for stores in trouble.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct BadInputServerTests {
    /// A person who is logged in, and has sent all that there is.
    private func working() throws -> (server: LiveServer, prompt: Prompt) {
        let (server, prompt) = (try LiveServer(), try Prompt())
        try prompt.machine.login(server, as: "ada")
        return (server, prompt)
    }

    @Test func `who is not logged in gets 4 and the line that logs in`() throws {
        let (server, prompt) = (try LiveServer(), try Prompt())
        for line in ["postil whoami", "postil device list", "postil set invite personal"] {
            try Provocation(
                line: line, status: 4, says: "this store is not logged in to a server",
                shows: ["all that you wrote is safe"], fill: ["postil login": "echo"]
            ).check(at: prompt)
        }
        try Provocation(
            line: "postil sync", status: 4, says: "this store is not logged in to a server",
            fill: ["URL": server.url, "CODE": server.invite() + " --user ada"]
        ).check(at: prompt)
        _ = try prompt.ask("postil sync; postil logout")
        try Provocation(
            line: "postil login \(server.url)", status: 4, says: "lets in who has a code",
            shows: ["nothing was sent or changed", "postil device add"],
            fill: ["CODE": server.invite()]
        ).check(at: prompt)
    }

    @Test func `a login that was ended elsewhere is told, with what signs in again`() throws {
        let (server, prompt) = try working()
        let other = try Machine()
        let code = { (machine: Machine) in
            try #require(try machine.ask("device", "add")["code"] as? String)
        }
        try other.ask("login", server.url, "--invite", code(prompt.machine), "--device", "desk")
        let me = try #require(try prompt.machine.ask("whoami")["device"] as? String)
        try other.ask("device", "revoke", me)
        _ = try prompt.ask("postil note @@ -m 'shut out'")
        try Provocation(
            line: "postil sync", status: 4, says: "has ended",
            shows: ["1 change of yours is safe here"], fill: ["CODE": code(other)]
        ).check(at: prompt)
        #expect(try prompt.machine.ask("status")["unsynced"] as? Int == 0)
    }

    @Test func `a server that is gone is 5, and what waits is sent by the next sync`() throws {
        let (server, prompt) = try working()
        _ = try prompt.ask("postil note @@ -m waits")
        server.stop()
        try Provocation(
            line: "postil sync", status: 5, says: "cannot be reached",
            shows: ["1 change of yours is safe here and will be sent next time"], pasted: 5
        ).check(at: prompt)
        try Provocation(
            line: "postil login 127.0.0.1:1 --invite X --store other", status: 5,
            says: "127.0.0.1:1 cannot be reached", isPasteable: false
        ).check(at: prompt)
        try server.start()
        #expect(try prompt.machine.ask("sync")["sent"] as? Int == 1)
    }

    @Test func `what is taken in part, by a server or from a file, is 6 and an answer`() throws {
        let (server, prompt) = try working()
        let ben = try Machine()
        try ben.login(server, as: "ben")
        _ = try prompt.ask("postil set new press; postil add quay.txt --set press --title Press")
        let invite = try prompt.machine.ask("set", "invite", "press", "--role", "editor")
        try ben.ask("set", "join", #require(invite["code"] as? String))
        try ben.ask("sync")
        try ben.ask("mark", "Press", "eelgrass", "-m", "too late")
        _ = try prompt.ask("postil set role press ben reader")
        let refused = try ben.postil("sync")
        #expect(refused.status == 6 && refused.err.isEmpty)
        #expect(refused.out.contains("the words lie in the drawer (postil drawer)"))
        #expect(try ben.postil("status").out.contains("too late"))
        try Provocation(
            line: "POSTIL_STORE=\(ben.store) postil mark Press came", status: 4,
            says: "this needs the role commenter in the set, and your role in it is reader",
            fill: ["SET": "press"]
        ).check(at: prompt)
        _ = try prompt.ask("postil export > part.jsonl; echo '{\"broken' >> part.jsonl")
        for json in ["", " --json"] {
            let partly = try prompt.type("postil import part.jsonl" + json)
            #expect(partly.status == 6 && partly.err.isEmpty && !partly.out.isEmpty)
        }
    }

    @Test func `a store that another program writes to is 9 with its name, and works then`() throws
    {
        let prompt = try Prompt()
        let path = prompt.machine.store + "/store.lock"
        let lock = open(path, O_RDWR | O_CLOEXEC)
        try #require(flock(lock, LOCK_EX) == 0)
        // Reading goes on; writing waits, and is given up.
        #expect(try prompt.machine.items("list").count == 1)
        let told = try prompt.type("postil --json note @@ -m 'a  b'")
        let problem = try Problem(told.err)
        #expect(told.status == 9 && told.out.isEmpty && problem.exit == 9)
        #expect(problem.message.contains("is writing to it; try again when it is done"))
        #expect(problem.evidence == ["all that was acknowledged is kept"])
        close(lock)
        _ = try prompt.ask(try #require(problem.commands.first))
        #expect(try prompt.machine.items("list").count == 2)
    }

    @Test func `what is no store is 10, damage in one is 12, a later one is 11`() throws {
        var prompt = try Prompt()
        let path = prompt.machine.store + "/store.db"
        try Database(path).write { try $0.execute("DELETE FROM entity WHERE class = 2") }
        for json in ["", " --json"] {
            let found = try prompt.type("postil doctor" + json)
            #expect(found.status == 12 && found.err.isEmpty)
        }
        #expect(try prompt.type("postil doctor").out.contains("postil doctor --repair"))
        _ = try prompt.ask("postil doctor --repair; postil doctor")
        try Database(path).write { try $0.execute("PRAGMA user_version=99") }
        try Provocation(
            line: "postil list", status: 11, says: "a later program made it",
            shows: ["nothing was changed"]
        ).check(at: prompt)
        prompt = try Prompt()
        let letter = String(repeating: "a letter to my aunt\n", count: 300)
        _ = try prompt.ask("rm -f store/store.db-*")
        try Data(letter.utf8).write(to: URL(fileURLWithPath: prompt.machine.store + "/store.db"))
        try Provocation(
            line: "postil list", status: 10, says: "its file is not a Postil store",
            shows: ["nothing was changed"]
        ).check(at: prompt)
    }

    @Test func `a server of another protocol is 11, and is sent nothing`() throws {
        let stranger = try Stranger(
            type: "application/json", "{\"version\":\"9\",\"protocol\":[5],\"serverKey\":\"00\"}")
        try Provocation(
            line: "postil login \(stranger.url) --invite X", status: 11,
            says: "speaks protocol 5, this postil speaks 1",
            shows: ["nothing was sent or changed"], isPasteable: false
        ).check(at: Prompt())
    }

    @Test(.enabled(if: Nobody.isPossible, "this process may not become another user"))
    func `a store that may not be written is read, and refuses with 9 what would write`() throws {
        let prompt = try Prompt()
        let nobody = try Nobody(in: prompt)
        defer { _ = try? prompt.type("chmod -R u+w .") }
        for line in ["list", "read Sallow", "show @", "status", "log", "export", "doctor"] {
            let done = try nobody.type("postil " + line)
            #expect(done.status == 0, "\(line): \(done.err)")
        }
        for line in [
            "note @@ -m x", "mark @@ came", "edit @ -m x", "tag @ +x", "close @", "rm @", "undo",
            "add quay.txt --title b", "set new press", "reply @ -m x", "reattach @ came",
        ] {
            let told = try nobody.type("postil --json " + line)
            let problem = try Problem(told.err)
            #expect(told.status == 9 && told.out.isEmpty && problem.exit == 9, "\(line)")
            #expect(problem.message.contains("it may not be written"), "\(problem)")
            let look = try #require(problem.commands.first)
            #expect(try nobody.type(look).out.hasPrefix("dr-x"), "\(look)")
        }
        #expect(try nobody.type("postil list").out == prompt.ask("postil list"))
    }
}

/// A user who may write nothing, whoever runs the tests.
private struct Nobody {
    let prompt: Prompt

    private static let isRoot = geteuid() == 0
    /// Only who may do all has to become somebody else for it.
    static let isPossible: Bool = {
        if !isRoot { return true }
        let tried = try? run("/usr/bin/env", ["setpriv"] + flags + ["true"])
        return tried?.status == 0
    }()

    private static let flags = ["--reuid=65534", "--regid=65534", "--clear-groups"]

    /// Takes a person's folder, and the right to write in it from all.
    init(in prompt: Prompt) throws {
        self.prompt = prompt
        _ = try prompt.ask("chmod -R u=rX,go= ." + (Self.isRoot ? "; chown -R 65534 ." : ""))
    }

    func type(_ line: String) throws -> Outcome {
        let become = Self.isRoot ? ["exec setpriv"] + Self.flags : ["exec"]
        return try prompt.type((become + ["sh -c '\(line)'"]).joined(separator: " "))
    }
}
