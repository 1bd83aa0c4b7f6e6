import CommandLine
import Crypto
import Foundation
import Glibc
import Octets
import SyncHTTP
import Synchronization
import Testing

/// Clients that mean harm, at the real server.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct HostileClientTests {
    private final class Heard: Sendable {
        private let kept = Mutex<[Message]>([])

        var all: [Message] { kept.withLock { $0 } }
        var fault: Fault {
            Fault(name: "overheard") { [self] encounter in
                kept.withLock { $0.append(encounter.request) }
                encounter.pass(encounter.deliver())
            }
        }
    }

    private func port(_ server: LiveServer) throws -> UInt16 {
        try #require(server.url.split(separator: ":").last.flatMap { UInt16($0) })
    }

    /// The status of the answer to a request; 0 if none came.
    private static func status(_ request: [UInt8], at port: UInt16) -> Int {
        guard let socket = Socket.connected(to: port) else { return 0 }
        defer { close(socket) }
        Socket.sendAll(request[...], to: socket)
        let line = Message.read(from: socket)?.startLine ?? ""
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// The statuses of the answers to requests that are all sent at once.
    private func statuses(_ requests: [[UInt8]], at port: UInt16) -> [Int] {
        let all = Mutex<[Int]>([])
        let tries = DispatchGroup()
        for request in requests {
            tries.enter()
            Thread.detachNewThread {
                let status = Self.status(request, at: port)
                all.withLock { $0.append(status) }
                tries.leave()
            }
        }
        tries.wait()
        return all.withLock { $0 }
    }

    private func post(_ path: String, token: String? = nil, _ json: String) -> [UInt8] {
        let head =
            "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Connection: close\r\nContent-Length: \(json.utf8.count)\r\n"
        return Array(
            (head + (token.map { "Authorization: Bearer \($0)\r\n" } ?? "")
                + "\r\n" + json).utf8)
    }

    /// A request for a new account with a device of its own.
    private func joining(_ name: String, _ code: String) -> [UInt8] {
        let device = DeviceKey()
        let proof = device.sign(DeviceProof.message(key: device.publicKey, invite: code))
        let (key, sign) = (Alphabet.hex.text(device.publicKey.octets), Alphabet.hex.text(proof))
        return post(
            "/v1/accounts",
            #"{"invite":"\#(code)","name":"\#(name)","#
                + #""device":{"name":"d","key":"\#(key)","proof":"\#(sign)"}}"#)
    }

    @Test func `whatever was overheard and is sent again, in any order, changes nothing`() throws {
        let server = try LiveServer()
        let relay = try Relay(to: server)
        defer { relay.close() }
        let heard = Heard()
        relay.set(.fault(heard.fault, on: "HTTP/1.1"))
        let (ada, ben) = (try Machine(), try Machine())
        for (machine, name) in [(ada, "ada"), (ben, "ben")] {
            try machine.ask("login", relay.url, "--invite", server.invite(), "--user", name)
        }
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Stage.text), "--set", "press")
        let note = try ada.ask("mark", "@@", "eelgrass", "-m", "one")
        let invite = try ada.ask("set", "invite", "press", "--role", "editor")
        try ben.ask("set", "join", #require(invite["code"] as? String))
        try ben.ask("sync")
        try ben.ask("edit", #require(note["id"] as? String), "-m", "one two")
        try ben.ask("sync")
        try ada.ask("set", "role", "press", "ben", "reader")
        try ben.ask("mark", "Sallow", "anyway", "-m", "too late")
        _ = try ben.postil("sync")
        for machine in [ada, ben] { try machine.ask("sync") }

        // A new code for each request that asks for one is no harm.
        let requests = heard.all.filter { !$0.startLine.contains("/invites") }
        #expect(requests.count > 15)
        let before = try Standing(server)
        let export = try ada.export("press")
        var random = SplitMix64(seed: 3)
        var orders = [requests.reversed() + requests.reversed()]
        for _ in 0..<3 {
            var order = requests
            for place in order.indices.dropFirst() {
                order.swapAt(place, Int(random.next(below: UInt64(place + 1))))
            }
            orders.append(order)
        }
        let port = try port(server)
        var count = 0
        for request in orders.joined() {
            let closing = request.with("Connection", "close")
            #expect((200..<500).contains(Self.status(closing.octets, at: port)))
            count += 1
        }
        #expect(try before.differences(Standing(server)) == [])
        for machine in [ada, ben] {
            #expect(try machine.ask("sync")["newIdentity"] as? Bool == false)
            #expect(try machine.export("press") == export)
        }
        print("net: \(requests.count) requests overheard, \(count) sent again")
    }

    @Test func `of fifty who use one code at once exactly one gets in`() throws {
        let server = try LiveServer()
        let port = try port(server)
        let code = try server.invite()
        let requests = (0..<50).map { joining("u\($0)", code) }
        let statuses = statuses(requests, at: port)
        #expect(statuses.count { $0 == 201 } == 1)
        #expect(statuses.allSatisfy { $0 == 201 || (400..<500).contains($0) }, "\(statuses)")
    }

    @Test func `of ten accounts that use one code of a set at once exactly one gets in`() throws {
        let server = try LiveServer()
        let ada = try Machine()
        try ada.login(server, as: "ada")
        try ada.ask("set", "new", "press")
        let made = try ada.ask("set", "invite", "press")
        let code = try #require(made["code"] as? String)
        let port = try port(server)
        var requests: [[UInt8]] = []
        for number in 0..<10 {
            let invite = try server.invite()
            let socket = try #require(Socket.connected(to: port))
            defer { close(socket) }
            Socket.sendAll(joining("u\(number)", invite)[...], to: socket)
            let answer = try #require(Message.read(from: socket))
            let value = try JSONSerialization.jsonObject(with: Data(answer.body))
            let token = try #require((value as? [String: Any])?["token"] as? String)
            requests.append(post("/v1/joins", token: token, #"{"code":"\#(code)"}"#))
        }
        let statuses = statuses(requests, at: port)
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.allSatisfy { $0 == 200 || (400..<500).contains($0) }, "\(statuses)")
        let members = try ada.ask("set", "members", "press")["members"] as? [[String: Any]]
        #expect(members?.count == 2)
    }

    @Test func `three hundred slow clients do not keep a good one from its work`() throws {
        let server = try LiveServer()
        let (ada, other) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ada.ask("add", ada.file("a.txt", Stage.text))
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try other.ask("login", server.url, "--invite", code)
        let port = try port(server)
        let heads = "GET /v1/me HTTP/1.1\r\nHost: a\r\nX-Slow: "
        let bodies =
            "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000000\r\n\r\n{"
        let slow = (0..<300).compactMap { number -> Int32? in
            guard let socket = Socket.connected(to: port) else { return nil }
            Socket.sendAll(Array((number % 2 == 0 ? heads : bodies).utf8)[...], to: socket)
            return socket
        }
        defer { for socket in slow { close(socket) } }
        #expect(slow.count == 300)
        for number in 0..<10 {
            for socket in slow { Socket.sendAll([0x61], to: socket) }
            try ada.ask("mark", "@@", "eelgrass", "-m", "note \(number)")
            try ada.ask("sync")
            try other.ask("sync")
        }
        #expect(try other.items("list").count == 10)
        #expect(try other.export("personal") == ada.export("personal"))
    }
}
