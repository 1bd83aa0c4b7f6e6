import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// Somebody with one device, who writes bundles.
struct ServerPerson: Sendable {
    let account: AccountID
    let replica: ReplicaID
    let signer: CheapSigner
    var counter: UInt64 = 0
    var chain = Octets32.zero

    init(_ number: UInt64, account: AccountID? = nil) {
        self.account = account ?? AccountID(Octets16(high: 1, low: number))
        replica = Naming(ServerWorld.hashing).replica(
            of: self.account, nonce: Octets16(high: number << 32, low: 0))
        signer = CheapSigner(key: ServerWorld.octets32(number))
    }

    var asker: SyncPeer.Asker { SyncPeer.Asker(account: account, key: signer.key) }
    var nextDot: Dot { Dot(replica: replica, counter: counter + 1) }

    /// The next bundle of this replica's chain.
    mutating func bundle(_ ops: [Op], in set: SetID) -> Bundle {
        let entries = ops.map {
            Bundle.Entry.op($0, hash: OpEncoding.hash($0, ServerWorld.hashing))
        }
        let bare = Bundle(
            set: set, replica: replica, first: counter + 1, previous: chain, entries: entries,
            signature: [])
        let hash = bare.hash(ServerWorld.hashing)
        counter += UInt64(ops.count)
        chain = hash
        return Bundle(
            set: set, replica: replica, first: bare.first, previous: bare.previous,
            entries: entries, signature: signer.sign(hash.octets))
    }
}

/// What the tests of the server's store share.
enum ServerWorld {
    static let hashing = CheapHashing(key: 7)
    static let serverSigner = CheapSigner(key: octets32(99))
    private static let nonce = Octets16(high: 9, low: 9)
    private static let articlePayload = {
        let blob = ArticlePayload.Blob(hash: .zero, count: 0)
        return ArticlePayload(
            title: "t", url: nil, format: .plain, extractor: 1, text: blob, source: blob)
    }()
    /// The article that all ops are about, in the one set that the first person can found here.
    static let article = {
        let set = Naming(hashing).set(founder: octets32(1), nonce: nonce)
        return Naming(hashing).article(in: set, key: articlePayload.key)
    }()

    static func octets32(_ number: UInt64) -> Octets32 {
        Octets32(first: Octets16(high: number, low: 1), second: Octets16(high: 5, low: number))
    }

    static func open(_ folder: ServerFolder, isNewEpoch: Bool = false) throws -> ServerStore {
        try open(folder.path + "/data", isNewEpoch: isNewEpoch)
    }

    static func open(_ path: String, isNewEpoch: Bool = false) throws -> ServerStore {
        // Another seed for each: what one store has minted, the next must read, not mint again.
        seeds.reseed(seeds.octets16().low)
        return try ServerStore.open(
            path, hashing: hashing, randomness: SeededRandomness(seed: seeds.octets16().low),
            isNewEpoch: isNewEpoch
        ) { seeds.octets16().octets + seeds.octets16().octets }
    }

    private static let seeds = SeededRandomness(seed: 4)

    /// A set that `owner` has founded, with `others` as editors.
    static func found(
        _ owner: ServerPerson, others: [ServerPerson] = [], in store: any PeerStore
    ) throws -> SetID {
        let id = Naming(hashing).set(founder: owner.signer.key, nonce: nonce)
        let set = try store.makeSet(id)
        try set.append(
            MemberEntry(
                id: Octets16(high: 0, low: 1), by: owner.account,
                change: .found(key: owner.signer.key, nonce: nonce, isPersonal: false, name: "o")))
        for (index, other) in others.enumerated() {
            try set.append(
                MemberEntry(
                    id: Octets16(high: 1, low: UInt64(index)), by: owner.account,
                    change: .role(account: other.account, name: "m", role: .editor)))
        }
        return id
    }

    static func peer(_ store: any PeerStore, _ seed: UInt64 = 1) -> SyncPeer {
        SyncPeer(
            store: store, hashing: hashing, checker: serverSigner, signer: serverSigner,
            randomness: SeededRandomness(seed: seed))
    }

    /// The full position at the end of a set's log.
    static func end(of set: any PeerSet, _ store: any PeerStore) -> LogPosition {
        LogPosition(
            epoch: store.epoch, seq: set.end.seq, running: set.end.running,
            members: set.membership.count, membersHash: set.membership.hash)
    }

    static func start(_ set: SetID) -> SyncRequest.Position {
        .full(LogPosition.start(of: set, hashing))
    }

    static func addArticle(_ stamp: UInt64 = 1) -> Op {
        Op(
            kind: .addArticle, target: .article(article), stamp: HybridTimestamp(bits: stamp),
            payload: articlePayload.encoded())
    }

    static func annotate(_ text: String, _ stamp: UInt64 = 1) -> Op {
        Op(
            kind: .annotate, target: .article(article), stamp: HybridTimestamp(bits: stamp),
            payload: Payload.annotation(text: text, anchor: nil).encoded())
    }

    /// Pushes bundles from the set's end and returns what became of them.
    static func push(
        _ bundles: [Bundle], by person: ServerPerson, to id: SetID, in store: any PeerStore
    ) throws -> [SyncAnswer.Result] {
        guard let set = try store.set(id) else { return [] }
        let part = SyncRequest.Part(
            set: id, position: .full(end(of: set, store)), bundles: bundles)
        let answer = try peer(store).answer(
            SyncRequest(replica: person.replica, parts: [part]), from: person.asker)
        return answer.parts.flatMap(\.results)
    }
}
