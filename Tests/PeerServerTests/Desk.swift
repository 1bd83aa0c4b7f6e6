import Access
import AnnotationModel
import CommandLine
import Crypto
import HTTPMessage
import JSON
import Octets
import Storage
import Synchronization
import Testing

@testable import PeerServer

/// A server with its store in a folder of its own, asked without a socket; its clock stands still.
final class Desk: Sendable {
    let folder: TestFolder
    let store: ServerStore
    let server: PeerServer
    let key: DeviceKey
    let faults = Faults()

    final class Faults: Sendable {
        let lines = Mutex<[String]>([])
    }

    init(in folder: TestFolder = TestFolder()) throws {
        self.folder = folder
        let seed = DeviceKey().seed.withOctets { Array($0) }
        store = try ServerStore.open(
            folder.path, hashing: BLAKE2b(), randomness: SystemRandomness(), makeSeed: { seed })
        key = try #require(DeviceKey(seed: Secret(store.serverSeed)))
        let clock = Box()
        let faults = faults
        server = PeerServer(
            store: store, key: key, now: { clock.now.withLock { $0 } },
            reportFault: { line in faults.lines.withLock { $0.append(line) } })
        box = clock
    }

    private let box: Box

    private final class Box: Sendable {
        let now = Mutex<UInt64>(1_800_000_000_000)
    }

    deinit { server.close() }

    /// Lets milliseconds go by.
    func wait(milliseconds: UInt64) { box.now.withLock { $0 += milliseconds } }

    /// Asks, and waits for the answer, which has to be one that Protocol/openapi.json describes.
    func ask(_ request: HTTPRequest) async -> HTTPResponse {
        let answer = await withCheckedContinuation { waiting in
            server.answer(request) { waiting.resume(returning: $0) }
        }
        do {
            let faults = try OpenAPI.shared().faults(request, answer)
            #expect(faults == [], "\(request.method.rawValue) \(request.path)")
        } catch {
            Issue.record(error)
        }
        return answer
    }

    /// Asks with a token and a body.
    func ask(
        _ method: HTTPMethod, _ path: String, _ token: String? = nil, body: [UInt8] = [],
        fields: HTTPFields = HTTPFields(), from address: String = "127.0.0.1", query: String = ""
    ) async -> HTTPResponse {
        var request = HTTPRequest(
            method: method, path: path, query: query, fields: fields, body: body,
            peerAddress: address)
        if let token { request.fields["Authorization"] = "Bearer \(token)" }
        return await ask(request)
    }

    /// Asks with a JSON body.
    func ask(
        _ method: HTTPMethod, _ path: String, _ token: String? = nil, json: String,
        from address: String = "127.0.0.1"
    ) async -> HTTPResponse {
        await ask(method, path, token, body: Array(json.utf8), from: address)
    }

    /// A code for a new account.
    func accountCode(isAdmin: Bool = false) throws -> String {
        let code = InviteCode()
        let expires = box.now.withLock { $0 } + 60_000
        try store.write { store in
            try store.addInvite(
                Invite(
                    codeHash: code.hash, purpose: .account(isAdmin: isAdmin), expires: expires))
        }
        return code.shown
    }

    /// A new account with one device.
    func join(_ name: String) async throws -> Person {
        let person = Person(name: name)
        return try await person.loggedIn(self, code: accountCode())
    }

    /// The members of a set, as one of them sees them.
    func members(_ set: SetID, _ person: Person) async throws -> JSONValue {
        let answer = await ask(.get, "/v1/sets/\(set.hex)/members", person.token)
        try #require(answer.status == 200)
        return try answer.json
    }

    /// Lets somebody into a set with a role.
    func admit(_ person: Person, to set: SetID, as role: Role, by owner: Person) async throws {
        let invite = await ask(
            .post, "/v1/sets/\(set.hex)/invites", owner.token, json: #"{"role":"\#(role.name)"}"#)
        try #require(invite.status == 201)
        let code = try invite.json.string("code")
        let join = await ask(.post, "/v1/joins", person.token, json: #"{"code":"\#(code)"}"#)
        try #require(join.status == 200)
        #expect(try join.json.string("role") == role.name)
    }

    /// Takes somebody's membership.
    func remove(_ person: Person, from set: SetID, by owner: Person) async throws {
        let answer = try await setRole("null", of: person, in: set, by: owner, seenBy: owner)
        try #require(answer.status == 200)
    }

    /// Takes away the right of somebody's device to ask.
    func revoke(_ person: Person) async throws {
        let answer = await ask(.delete, "/v1/devices/\(person.device)", person.token)
        try #require(answer.status == 200)
    }

    /// Gives somebody another role, or none, over the members as they are now.
    // Swift 6.3 crashes over callers into which this is inlined.
    @inline(never)
    func setRole(
        _ role: String, of target: Person, in set: SetID, by person: Person,
        seenBy witness: Person
    ) async throws -> HTTPResponse {
        let seen = try await members(set, witness)
        let (count, hash) = (try seen.int("members"), try seen.string("hash"))
        return await ask(
            .put, "/v1/sets/\(set.hex)/members/\(target.account)", person.token,
            json: #"{"role":\#(role),"members":\#(count),"hash":"\#(hash)"}"#)
    }
}

extension HTTPResponse {
    /// The body as JSON.
    var json: JSONValue { get throws { try JSONReader.parse(body) } }

    /// The last word of a problem's type.
    var problem: String? {
        guard fields["Content-Type"] == "application/problem+json", let json = try? json,
            let type = try? json.string("type"), (try? json.int("status")) == Int64(status)
        else { return nil }
        return type.split(separator: ":").last.map(String.init)
    }
}

extension SetID {
    var hex: String { Alphabet.hex.text(octets.octets) }
}
