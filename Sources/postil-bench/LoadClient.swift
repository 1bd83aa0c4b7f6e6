import AnnotationModel
import CRDT
import CommandLine
import Crypto
import JSON
import Octets
import Replication
import Storage
import SyncEngine
import SyncHTTP
import WireFormat

/// One replica that pushes into a set of its own: real ops, hashes and signatures.
///
/// What it will send is made beforehand: the server's answers can be told in advance, so that
/// making requests takes no time from a server on the same machine.
final class LoadClient {
    let connection: Connection
    let token: String
    let partner: Partner
    private let set: SetID
    private let article: ArticleID
    private var position: LogPosition
    private var counter: UInt64
    private var chain: Octets32
    private var stamp = Measure.now() + 1_000
    private var data: DataSet

    /// Messages that wait to be sent.
    var messages: [[UInt8]] = []
    /// When the message under way was sent, and how long the others took, in seconds.
    var sentAt = 0.0
    var latencies: [Double] = []
    var answers: [Connection.Response] = []

    init(port: Int, code: String, folder: String, name: String, number: Int) throws {
        connection = try Connection(port: port)
        let key = DeviceKey()
        let welcome = try Self.logIn(connection, code, key, name)
        token = welcome.token
        let partner = try Partner(folder, account: welcome.account, key: key)
        self.partner = partner
        data = DataSet(seed: UInt64(number))
        (set, article) = try partner.store.write { transaction in
            let replica = partner.replica(transaction)
            let set = try replica.found(isPersonal: false)
            guard let copy = try transaction.copy(of: set) else {
                throw BenchError("a set was not kept")
            }
            return (set, try Writing.addArticle(number, Author(replica, copy)))
        }
        position = .start(of: set, BLAKE2b())
        counter = 0
        chain = .zero
        try sync()
        let own = set
        let state = try partner.store.read { try $0.copy(of: own)?.state }
        guard let state, state.position.epoch != nil else { throw BenchError("no first sync") }
        position = state.position
        counter = state.counter
        chain = state.chain
    }

    private static func logIn(
        _ connection: Connection, _ code: String, _ key: DeviceKey, _ name: String
    ) throws -> (token: String, account: AccountID) {
        let proof = key.sign(DeviceProof.message(key: key.publicKey, invite: code))
        let body =
            "{\"invite\":\"\(code)\",\"name\":\"\(name)\",\"device\":{\"name\":\"load\","
            + "\"key\":\"\(Alphabet.hex.text(key.publicKey.octets))\","
            + "\"proof\":\"\(Alphabet.hex.text(proof))\"}}"
        let response = try connection.exchange(
            connection.message(
                SyncRoute.accounts, Array(body.utf8), type: "application/json", token: nil))
        guard response.status == 201 else {
            throw BenchError("no account: \(String(decoding: response.body, as: UTF8.self))")
        }
        let object = try JSONReader.parse(response.body)
        guard let octets = Alphabet.hex.octets(try object.string("account")),
            let id = Octets16(octets)
        else { throw BenchError("the account has no id") }
        return (try object.string("token"), AccountID(id))
    }

    /// Syncs as the program does, until nothing is left to say.
    private func sync() throws {
        for _ in 0..<10 {
            let request = try partner.request()
            let response = try connection.exchange(message(request))
            guard response.status == 200 else { throw BenchError("status \(response.status)") }
            let answer = try SyncAnswer.decode(response.body, BLAKE2b())
            let report = try partner.store.write {
                try partner.replica($0).take(answer, to: request)
            }
            if !report.isUnfinished { return }
        }
        throw BenchError("the first sync does not end")
    }

    private func message(_ request: SyncRequest) -> [UInt8] {
        connection.message(
            SyncRoute.sync, request.encoded(), type: SyncRoute.mediaType, token: token)
    }

    private var place: SyncRequest.Position {
        .short(
            seq: position.seq, members: position.members, digest: position.digest(BLAKE2b()))
    }

    /// Asks for what is new, when nothing is.
    var idleRequest: SyncRequest {
        SyncRequest(
            replica: chainReplica, parts: [SyncRequest.Part(set: set, position: place)])
    }

    private var chainReplica: ReplicaID {
        (try? partner.store.read { $0.replica }) ?? ReplicaID(.zero)
    }

    /// Makes requests with a bundle of `ops` annotations each.
    func prepare(requests: Int, ops: Int) {
        let replica = chainReplica
        for _ in 0..<requests {
            let bundle = bundle(of: replica, ops: ops)
            messages.append(
                message(
                    SyncRequest(
                        replica: replica,
                        parts: [
                            SyncRequest.Part(set: set, position: place, bundles: [bundle])
                        ])))
            position.seq += 1
            let record = Record(
                seq: position.seq, bundle: bundle,
                mask: Array(repeating: .accepted, count: ops), members: position.members,
                receipt: nil)
            position.running = record.running(after: position.running, BLAKE2b())
            counter = bundle.last
            chain = bundle.hash(BLAKE2b())
        }
        messages.reverse()
    }

    private func bundle(of replica: ReplicaID, ops: Int) -> Bundle {
        let entries = (0..<ops).map { _ in
            stamp += 1
            let annotation = data.annotation()
            let payload = Payload.annotation(
                text: annotation.body, anchor: Writing.anchor(annotation))
            let op = Op(
                kind: .annotate, target: .article(article),
                stamp: HybridTimestamp(milliseconds: stamp, count: 0),
                payload: payload.encoded())
            return Bundle.Entry.op(op, hash: OpEncoding.hash(op, BLAKE2b()))
        }
        let bare = Bundle(
            set: set, replica: replica, first: counter + 1, previous: chain, entries: entries,
            signature: [])
        return Bundle(
            set: set, replica: replica, first: bare.first, previous: chain, entries: entries,
            signature: partner.key.sign(bare.hash(BLAKE2b()).octets))
    }

    /// How many answers do not say that the bundle is safe and all its ops are accepted.
    var failures: Int {
        answers.count { response in
            guard response.status == 200,
                let answer = try? SyncAnswer.decode(response.body, BLAKE2b()),
                let part = answer.parts.first, part.status == .ok, part.results == [.ok]
            else { return true }
            for case .own(_, _, let mask, _, _) in part.log {
                return mask.contains { $0 != .accepted }
            }
            return true
        }
    }
}
