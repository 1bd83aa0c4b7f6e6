import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Something that was done, and all that its doer had seen by then.
struct Act {
    let deed: Deed
    /// The ops as first issued.
    let ops: [PlacedOp]
    /// Of each side the last counter that was seen, of the doer's own the last before this act.
    let seen: [UInt64]
    /// Own ops that waited and were not shown, as they lean on what was refused.
    let hidden: Set<Dot>
    /// How many own ops were known to be refused: what they held is not named any more.
    let refusals: Int
    /// Of each annotation whose text was changed the text before and after.
    let texts: [EntityID: (before: String, after: String)]
}

/// One replica with what was done at it; the store is copied before it is changed.
struct Side {
    var store: MemoryReplicaStore
    var acts: [Act] = []
    /// What was asked and answered last without that the answer came.
    var lost: (request: SyncRequest, answer: SyncAnswer)?
    /// What the store holds, if that was worked out since it was last changed.
    var mark: Int?
}

/// Everything at one time; a copy goes its own way from then on.
struct Moment {
    var sides: [Side]
    var server: MemoryPeerStore
    /// Whether the last side's role was changed already.
    var isDemoted = false
    /// How it came to this.
    var trail: [String] = []
}

/// A set with an article, a note with a text, a reply, a tag and a colour, which all sides hold;
/// the first side owns the set and wrote the note, the second wrote the reply.
struct Stage {
    let set: SetID
    let article: ArticleID
    let note: EntityID
    let reply: EntityID
    let start: Moment
    /// The accepted ops that are there from the start.
    let base: Set<Identity>
    let replicas: [ReplicaID]
    private let signers: [CheapSigner]
    private let backstage: Backstage

    /// What the stage is built with.
    private struct Backstage {
        let hashing = CheapHashing(key: 9)
        let randomness = SeededRandomness(seed: 9)
        let server: CheapSigner

        init() { server = CheapSigner.seeded(randomness) }

        func replica(_ store: MemoryReplicaStore, _ signer: CheapSigner, _ now: UInt64) -> Replica {
            Replica(
                store: store, hashing: hashing, checker: signer, signer: signer,
                randomness: randomness, serverKey: server.key, nowMilliseconds: now)
        }

        func peer(_ store: MemoryPeerStore) -> SyncPeer {
            SyncPeer(
                store: store, hashing: hashing, checker: server, signer: server,
                randomness: randomness)
        }

        func round(_ store: MemoryReplicaStore, _ signer: CheapSigner, _ peer: MemoryPeerStore)
            throws
        {
            let replica = replica(store, signer, Stage.began)
            let request = try replica.request()
            let asker = SyncPeer.Asker(account: store.account, key: signer.key)
            _ = try replica.take(try self.peer(peer).answer(request, from: asker), to: request)
        }
    }

    static let began: UInt64 = 1_700_000_000_000

    var hashing: any Hashing { backstage.hashing }
    var naming: Naming { Naming(backstage.hashing) }

    static func articlePayload(version: UInt64) -> ArticlePayload {
        let blob = ArticlePayload.Blob(
            hash: Octets32(first: Octets16(high: 0, low: version), second: .zero), count: 1)
        return ArticlePayload(
            title: "title\(version)", url: "https://example.org/", format: .plain, extractor: 1,
            text: blob, source: blob)
    }

    /// Makes it for some sides: an owner, and others who are editors.
    init(
        sides count: Int, making: @escaping MemoryReplicaStore.Making = Simulation.plain
    ) throws {
        let backstage = Backstage()
        let accounts = (0..<count).map { _ in AccountID(backstage.randomness.octets16()) }
        let signers = (0..<count).map { _ in CheapSigner.seeded(backstage.randomness) }
        let server = MemoryPeerStore(epoch: backstage.randomness.octets16(), backstage.hashing)
        let stores = accounts.map { account in
            let store = MemoryReplicaStore(
                replica: Naming(backstage.hashing).replica(
                    of: account, nonce: backstage.randomness.octets16()),
                backstage.hashing, making: making)
            store.account = account
            return store
        }
        let first = backstage.replica(stores[0], signers[0], Self.began)
        let set = try first.found(isPersonal: false)
        try backstage.round(stores[0], signers[0], server)
        guard let its = server.memorySet(set), let own = stores[0].memoryCopy(of: set) else {
            throw Failure("no set")
        }
        let author = Author(first, own)
        guard let added = try author.addArticle(Self.articlePayload(version: 0)),
            case .article(let article) = added.op.target
        else { throw Failure("no article") }
        let note = try author.annotate(article, text: "abc def ghi", anchor: nil)
        guard let entity = note.entity else { throw Failure("no note") }
        _ = try author.tag(entity, "same")
        _ = try author.set(.colour, of: entity, to: .name("red"))
        var reply: EntityID?
        for index in stores.indices {
            if index > 0 {
                try its.append(
                    MemberEntry(
                        id: backstage.randomness.octets16(), by: accounts[0],
                        change: .role(account: accounts[index], name: "", role: .editor)))
                let replica = backstage.replica(stores[index], signers[index], Self.began)
                try replica.join(set)
                try backstage.round(stores[index], signers[index], server)
                guard let copy = stores[index].memoryCopy(of: set) else { throw Failure("no copy") }
                // Each pushes once, so that the membership log is at its end.
                let its = try Author(replica, copy).reply(to: entity, text: "jkl")
                reply = reply ?? its.entity
            }
            try backstage.round(stores[index], signers[index], server)
        }
        for index in stores.indices { try backstage.round(stores[index], signers[index], server) }
        guard let reply else { throw Failure("no reply") }
        self.set = set
        self.article = article
        self.note = entity
        self.reply = reply
        self.signers = signers
        self.backstage = backstage
        replicas = stores.map(\.replica)
        start = Moment(sides: stores.map { Side(store: $0) }, server: server)
        base = Set(LogView(its.own.log, its.membership, backstage.hashing).accepted.map(\.identity))
    }

    func copy(_ moment: Moment, _ side: Int) throws -> MemoryCopy {
        guard let copy = moment.sides[side].store.memoryCopy(of: set) else {
            throw Failure("side \(side) has no copy")
        }
        return copy
    }

    func log(_ moment: Moment) throws -> MemoryPeerSet {
        guard let log = moment.server.memorySet(set) else { throw Failure("no log") }
        return log
    }

    /// The clock of a side says how often it did something, and nothing else, so that an op is the
    /// same whenever its doer had seen the same.
    func replica(_ moment: Moment, _ side: Int) -> Replica {
        let count = UInt64(moment.sides[side].acts.count + 1)
        return backstage.replica(
            moment.sides[side].store, signers[side], Self.began + count * 1_000 + UInt64(side))
    }

    func peer(_ store: MemoryPeerStore) -> SyncPeer { backstage.peer(store) }

    func asker(_ moment: Moment, _ side: Int) -> SyncPeer.Asker {
        SyncPeer.Asker(account: moment.sides[side].store.account, key: signers[side].key)
    }

    func entry(_ account: AccountID, _ role: Role?, by owner: AccountID) -> MemberEntry {
        MemberEntry(
            id: Octets16(high: 7, low: 7), by: owner,
            change: .role(account: account, name: "", role: role))
    }
}
