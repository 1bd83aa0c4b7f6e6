import AnnotationModel
import CRDT
import CommandLine
import Crypto
import HTTPMessage
import JSON
import MemoryStorage
import Octets
@testable import PeerServer
import Replication
import SyncEngine
import SyncHTTP
import Testing
import WireFormat

/// Somebody with one device, whose replica lies in memory.
final class Person {
    let name: String
    let key = DeviceKey()
    /// What the account's id is derived from, in hex.
    let secret = Alphabet.hex.text(Random.octets16().octets)
    let store: MemoryReplicaStore
    private(set) var token = ""
    /// The account, in hex.
    private(set) var account = ""
    /// The device, in hex.
    private(set) var device = ""
    private var serverKey: Octets32?

    init(name: String) {
        self.name = name
        store = MemoryReplicaStore(replica: ReplicaID(.zero), BLAKE2b())
    }

    /// Turns a code into an account or into a further device of one.
    func loggedIn(_ desk: Desk, code: String) async throws -> Person {
        let answer = await desk.ask(.post, "/v1/accounts", json: joining(code))
        try #require(answer.status == 201)
        let json = try answer.json
        token = try json.string("token")
        account = try json.string("account")
        device = try json.string("device")
        serverKey = Alphabet.hex.octets(try json.string("serverKey")).flatMap { Octets32($0) }
        let octets = try #require(Alphabet.hex.octets(account))
        store.account = AccountID(try #require(Octets16(octets)))
        store.replica = Naming(BLAKE2b()).replica(of: store.account, nonce: Random.octets16())
        return self
    }

    /// The body of a request to join.
    func joining(_ code: String) -> String {
        let key = Alphabet.hex.text(key.publicKey.octets)
        let message = DeviceProof.message(key: self.key.publicKey, invite: code)
        let device: [String] = [
            #""name":"laptop""#, #""key":"\#(key)""#,
            #""proof":"\#(Alphabet.hex.text(self.key.sign(message)))""#,
        ]
        return #"{"invite":"\#(code)","name":"\#(name)","secret":"\#(secret)","device":{"#
            + device.joined(separator: ",") + "}}"
    }

    var replica: Replica {
        Replica(
            store: store, hashing: BLAKE2b(), checker: Ed25519Checker(), signer: key,
            randomness: SystemRandomness(), serverKey: serverKey,
            nowMilliseconds: 1_800_000_000_000)
    }

    /// Founds a set and tells the server.
    func found(_ desk: Desk, isPersonal: Bool = false) async throws -> SetID {
        let set = try replica.found(isPersonal: isPersonal)
        _ = try await sync(desk)
        return set
    }

    /// Adds an article to a set, unsynced.
    func write(_ title: String, in set: SetID) throws {
        let copy = try #require(try store.copy(of: set))
        let blob = ArticlePayload.Blob(hash: BLAKE2b.hash(Array(title.utf8)), count: 1)
        let article = ArticlePayload(
            title: title, url: nil, format: .plain, extractor: 1, text: blob, source: blob)
        try #require(try Author(replica, copy).addArticle(article) != nil)
    }

    /// Asks until nothing is left to ask.
    @discardableResult
    func sync(_ desk: Desk) async throws -> SyncReport {
        var report = SyncReport()
        for _ in 0..<8 {
            let request = try replica.request()
            let response = await push(request, desk)
            try #require(response.status == 200)
            report.add(try take(response.body, to: request))
            if !report.isUnfinished { return report }
        }
        Issue.record("\(name) never finishes")
        return report
    }

    /// Takes in an answer's octets.
    @discardableResult
    func take(_ octets: [UInt8], to request: SyncRequest) throws -> SyncReport {
        try replica.take(try SyncAnswer.decode(octets, BLAKE2b()), to: request)
    }

    func push(_ request: SyncRequest, _ desk: Desk) async -> HTTPResponse {
        await desk.ask(.post, "/v1/sync", token, body: request.encoded())
    }

    /// The content hash of the copy of a set.
    func content(_ set: SetID) throws -> UInt128 {
        try #require(try store.copy(of: set)).contentHash
    }

    /// The dots in the outbox of a set.
    func outbox(_ set: SetID) throws -> Int {
        try #require(try store.copy(of: set)).outbox().count
    }
}
