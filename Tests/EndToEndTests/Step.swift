import Foundation
import Testing

/// What a fault is tried on: a command, and the request of it that is struck.
struct Step: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the first line of the struck requests holds.
    let words: String
    /// Whether a first try, whose request is lost, does what a failed command may do: seal what is
    /// sent, and take in what comes before the request that is struck.
    var needsFirstTry = false
    /// Whether a lost answer may cost what the command was given, so that it cannot be repeated.
    var isSingle = false
    /// Whether the head of the answer says all that counts.
    var needsNoBody = false
    /// How the command ends when nothing happens.
    var status: Int32 = 0
    /// Makes something to do, the number-th time; the machine that shall do it, and the command.
    let prepare: @Sendable (Stage, Int) throws -> (Machine, [String])

    var testDescription: String { name }

    static let all = [
        Step(name: "push", words: "POST /v1/sync", needsFirstTry: true) { stage, number in
            try stage.note("pushed \(number)", on: stage.ada)
            return (stage.ada, ["sync"])
        },
        Step(name: "pull", words: "POST /v1/sync") { stage, number in
            try stage.note("pulled \(number)", on: stage.other)
            try stage.other.ask("sync")
            return (stage.ada, ["sync"])
        },
        Step(name: "first sync", words: "POST /v1/sync", needsFirstTry: true) { stage, number in
            let code = try #require(try stage.other.ask("device", "add")["code"] as? String)
            let machine = try Machine()
            stage.relay.set(.fault(.lostRequest, on: "POST /v1/sync"))
            try machine.ask("login", stage.relay.url, "--invite", code)
            return (machine, ["sync"])
        },
        Step(
            name: "article up", words: "PUT /v1/sets", needsFirstTry: true, needsNoBody: true
        ) { stage, number in
            try stage.article("up \(number)", on: stage.ada)
            return (stage.ada, ["sync"])
        },
        Step(
            name: "article asked for", words: "HEAD /v1/sets", needsFirstTry: true,
            needsNoBody: true
        ) {
            stage, number in
            try stage.article("head \(number)", on: stage.ada)
            return (stage.ada, ["sync"])
        },
        Step(name: "article down", words: "GET /v1/sets", needsFirstTry: true) { stage, number in
            try stage.article("down \(number)", on: stage.other)
            try stage.other.ask("sync")
            return (stage.ada, ["sync"])
        },
        Step(name: "role", words: "PUT /v1/sets") { stage, number in
            (stage.ada, ["set", "role", "press", "ben", number % 2 == 0 ? "reader" : "editor"])
        },
        Step(name: "invite", words: "POST /v1/sets") { stage, _ in
            (stage.ada, ["set", "invite", "press"])
        },
        Step(name: "join", words: "POST /v1/joins") { stage, number in
            try stage.ben.ask("set", "new", "bens \(number)")
            let made = try stage.ben.ask("set", "invite", "bens \(number)")
            return (stage.ada, ["set", "join", try #require(made["code"] as? String)])
        },
        Step(name: "device code", words: "POST /v1/devices") { stage, _ in
            (stage.ada, ["device", "add"])
        },
        Step(name: "devices", words: "GET /v1/devices") { stage, _ in
            (stage.ada, ["device", "list"])
        },
        // The code is wrong, which is found out only after the version.
        Step(name: "version", words: "GET /version", isSingle: true, status: 4) { stage, number in
            (
                try Machine(), ["login", stage.relay.url, "--invite", "AAAA-AAAA-AAAA"]
            )
        },
        Step(name: "login", words: "POST /v1/accounts", isSingle: true) { stage, number in
            let machine = try Machine()
            try machine.ask("add", machine.file("a.txt", Stage.text))
            let code = try stage.server.invite()
            let name = "new\(number)"
            return (machine, ["login", stage.relay.url, "--invite", code, "--user", name])
        },
    ]
}

/// Where steps are tried: Ada's machine behind a relay, another machine of hers and Ben's beside
/// it, and the set `press` that both are in.
final class Stage {
    static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    let server: LiveServer
    let relay: Relay
    let ada: Machine
    let other: Machine
    let ben: Machine
    private(set) var notes: [String] = []
    private(set) var articles = ["Sallow Quay"]

    init() throws {
        server = try LiveServer()
        relay = try Relay(to: server)
        (ada, other, ben) = (try Machine(), try Machine(), try Machine())
        try ada.ask("login", relay.url, "--invite", server.invite(), "--user", "ada")
        try ben.login(server, as: "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Self.text), "--set", "press")
        let invite = try ada.ask("set", "invite", "press", "--role", "editor")
        try ben.ask("set", "join", #require(invite["code"] as? String))
        try ben.ask("sync")
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try other.ask("login", server.url, "--invite", code)
        try ada.ask("sync")
    }

    deinit { relay.close() }

    func note(_ text: String, on machine: Machine) throws {
        try machine.ask("mark", "Sallow", "eelgrass", "-m", text)
        notes.append(text)
    }

    /// An article long enough that the server is asked first how much of it is there.
    func article(_ title: String, on machine: Machine) throws {
        let line = "The port keeps its water and its patience, \(title).\n\n"
        let text = "\(title)\n\n" + String(repeating: line, count: 2_000)
        try machine.ask("add", machine.file("b.txt", text), "--set", "press")
        articles.append(title)
    }

    /// The end of every story: all that was written is on all machines, once.
    func close() throws {
        relay.set(.pass)
        let machines = [ada, other, ben]
        for machine in machines + machines { try machine.ask("sync") }
        for machine in machines {
            #expect(try machine.ask("status")["unsynced"] as? Int == 0)
            let texts = try machine.items("list").map {
                ($0["body"] as? [String: Any])?["value"] as? String ?? ""
            }
            #expect(texts.sorted() == notes.sorted())
            let titles = try machine.items("docs").compactMap { $0["title"] as? String }
            #expect(titles.sorted() == articles.sorted())
            #expect(try machine.export("press") == ada.export("press"))
        }
        server.stop()
        let check = try run(
            Programs.server, ["admin", "check", "--data", server.folder.path("data")])
        #expect(check.status == 0, "\(check.out)\(check.err)")
    }
}
