import AnnotationModel
import CRDT
import Crypto
import Glibc
import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

/// A server's store and two of one person's devices, all with the real hashes and signatures.
struct RepairWorld {
    static let now: UInt64 = 1_800_000_000_000
    static let hashing = BLAKE2b()

    let folder: ClientFolder
    let account: AccountID
    let key: DeviceKey
    let otherKey: DeviceKey
    var template: String { folder.path("ada") }
    var server: String { folder.path("server") }

    /// Makes both devices' stores, in step with the server, and leaves changes unsent on the first,
    /// some of them sealed.
    init(seed: UInt64) throws {
        folder = try ClientFolder()
        key = DeviceKey()
        otherKey = DeviceKey()
        account = try Self.openServer(folder.path("server")).write { store in
            try store.makeAccount(name: "ada", isAdmin: true, now: Self.now)
        }
        var random = SplitMix64(seed: seed)
        let one = try open(template)
        let other = try open(folder.path("other"))
        let server = try Self.openServer(self.server)
        try one.write { store in
            try prepare(store, key)
            _ = try replica(store, key).found(isPersonal: true)
        }
        try other.write { try prepare($0, otherKey) }
        for _ in 0..<4 {
            try write(one, key, &random, count: 6)
            try sync(one, key, server)
            try sync(other, otherKey, server)
            try write(other, otherKey, &random, count: 6)
            try sync(other, otherKey, server)
            try sync(one, key, server)
        }
        // Ops that come back under other dots than their first ones.
        try write(one, key, &random, count: 2)
        try one.write { try replica($0, key).takeNewIdentity() }
        try sync(one, key, server)
        try write(one, key, &random, count: 3)
        // Sealed, and its request lost.
        try one.write { _ = try replica($0, key).request() }
        try write(one, key, &random, count: 3)
        try fillTheRest(one)
        try one.database.checkpoint()
        try server.withWriter { try $0.database.checkpoint() }
    }

    /// Rows for the tables that work alone does not fill.
    private func fillTheRest(_ store: ClientStore) throws {
        let hash = Self.hashing.hash([1, 2, 3])
        try store.write { store in
            try store.putSetting(.deviceName, Array("train".utf8))
            try store.putBlob(Self.hashing.hash(Self.text), Self.text)
            try store.appendBlobPart(hash, [1])
            try store.appendBlobPart(hash, [2])
            let set = try #require(try store.sets().first)
            let item = DrawerItem(
                reason: .denied, set: set, identity: ClientValues.identity(1),
                op: Op(kind: .colour, target: .set, stamp: HybridTimestamp(bits: 1)),
                text: "words")
            try store.append(item)
            try store.copy(of: set)?.append(ClientValues.event(1, of: 1))
            try store.appendChange(
                LocalChange(
                    milliseconds: 1, command: "note", set: set, ops: [ClientValues.identity(1)]))
            try store.putAlias(ClientValues.entity(5), for: ClientValues.entity(0))
            let lost = RecordAgain(previous: hash, record: ClientValues.record(1, set: set))
            try store.copy(of: set)?.putLost(
                LostRecord(again: lost, author: account, fate: .aside))
            try store.copy(of: set)?.putLostMembers([ClientValues.memberEntry(1)])
        }
    }

    static let text = Array("Sallow Quay\n\nNobody asked the eelgrass.\n".utf8)

    func prepare(_ store: ClientTransaction, _ key: DeviceKey) throws {
        store.replica = Naming(Self.hashing).replica(
            of: account, nonce: SystemRandomness().octets16())
        try store.putSetting(.accountID, account.octets.octets)
        try store.putSetting(.deviceSeed, key.seed.withOctets { Array($0) })
    }

    func open(_ path: String) throws -> ClientStore {
        try ClientStore.open(path, hashing: Self.hashing, programName: "test")
    }

    static func openServer(_ path: String, mends: Bool = false) throws -> ServerStore {
        try ServerStore.open(
            path, hashing: hashing, randomness: SystemRandomness(), mendsOwnRow: mends,
            makeSeed: { DeviceKey().seed.withOctets { Array($0) } })
    }

    func replica(_ store: ClientTransaction, _ key: DeviceKey) -> Replica {
        Replica(
            store: store, hashing: Self.hashing, checker: Ed25519Checker(), signer: key,
            randomness: SystemRandomness(), serverKey: nil, nowMilliseconds: Self.now)
    }

    // MARK: Work

    func write(
        _ store: ClientStore, _ key: DeviceKey, _ random: inout SplitMix64, count: Int
    ) throws {
        for _ in 0..<count {
            try store.write { store in
                let set = try #require(try store.sets().first)
                let copy = try #require(try store.copy(of: set))
                try act(Author(replica(store, key), copy), store, &random)
            }
        }
    }

    private func act(
        _ author: Author, _ store: ClientTransaction, _ random: inout SplitMix64
    ) throws {
        let articles = try store.entities(EntityQuery(kind: .articles, order: .id))
        let notes = try store.entities(EntityQuery(kind: .annotations, order: .id))
        guard let article = articles.first else {
            let blob = ArticlePayload.Blob(
                hash: Self.hashing.hash(Self.text), count: Self.text.count)
            let payload = ArticlePayload(
                title: "Sallow Quay", url: nil, format: .plain, extractor: 1, text: blob,
                source: .init(hash: Self.hashing.hash([9]), count: 1))
            _ = try author.addArticle(payload)
            return
        }
        let number = random.next()
        guard let note = notes.randomElement(using: &random) else {
            _ = try author.annotate(
                ArticleID(article.id.octets), text: "first \(number)", anchor: nil)
            return
        }
        switch number % 9 {
        case 0, 1, 2:
            _ = try author.annotate(
                ArticleID(article.id.octets), text: "note \(number)", anchor: nil)
        case 3: _ = try author.reply(to: note.id, text: "reply \(number)")
        case 4, 5:
            let shown = try author.replica.text(of: note.id, in: author.copy)
            _ = try author.edit(note.id, shown: shown, to: shown.text + " and \(number)")
        case 6: _ = try author.tag(note.id, "tag \(number % 5)")
        case 7: _ = try author.set(.colour, of: note.id, to: .name("green \(number % 3)"))
        default: _ = try author.delete(note.id)
        }
    }

    /// Asks and takes answers in until all is said; says whether a set was stopped.
    @discardableResult
    func sync(_ store: ClientStore, _ key: DeviceKey, _ server: ServerStore) throws -> Bool {
        for _ in 0..<20 {
            let request = try store.write { try replica($0, key).request() }
            let octets = request.encoded()
            let answer = try server.write { store in
                let peer = SyncPeer(
                    store: store, hashing: Self.hashing, checker: Ed25519Checker(),
                    signer: DeviceKey(), randomness: SystemRandomness())
                return try peer.answer(
                    try SyncRequest.decode(octets, Self.hashing),
                    from: .init(account: account, key: key.publicKey))
            }
            let report = try store.write { try replica($0, key).take(answer, to: request) }
            if !report.stopped.isEmpty { return false }
            if !report.isUnfinished { return true }
        }
        Issue.record("a sync does not come to an end")
        return false
    }

    /// What a server sends of what is missing.
    func supply(_ survey: StoreSurvey, _ server: ServerStore) throws -> Supply {
        try server.read { store in
            var supply = Supply()
            for (set, places) in survey.missingRecords {
                let all = try store.set(set)?.records(after: 0, octetsMax: .max).records ?? []
                supply.records[set] = all.filter { places.contains($0.seq) }
            }
            for (set, position) in survey.positions {
                guard let end = try store.set(set)?.end else { continue }
                if end.seq == position.seq, end.running == position.running {
                    supply.proven.insert(set)
                }
            }
            for set in survey.missingMembers {
                supply.members[set] = try store.set(set)?.membership.entries
            }
            return supply
        }
    }

    // MARK: Pictures

    /// All that a person would miss, whatever dots it goes by.
    func picture(_ store: ClientStore) throws -> [String] {
        try store.read { store in
            var lines: [String] = []
            for set in try store.sets() {
                for row in try store.entities(
                    EntityQuery(set: set, includeDead: true, order: .id))
                {
                    let values = row.state.live.map { "\($0.identity.hash) \($0.payload)" }
                    lines.append(
                        "\(row.id) \(row.isAlive) \(row.text?.text ?? "") \(values.sorted())")
                }
            }
            lines += try store.drawer().map { "drawer \($0.item.text)" }
            lines += try store.changes(limit: 99).map { "change \($0.id) \($0.command)" }
            return lines
        }
    }

    /// A copy of a folder with a store in it.
    func copy(_ from: String, _ name: String) throws -> String {
        let target = folder.path(name)
        let made = mkdir(target, 0o700)
        #expect(made == 0)
        for file in ["store.db", "server.db"] {
            guard access(from + "/" + file, F_OK) == 0 else { continue }
            try Self.put(try Self.octets(from + "/" + file), into: target + "/" + file)
        }
        return target
    }

    static func octets(_ path: String) throws -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY)
        defer { close(file) }
        var status = stat()
        try #require(fstat(file, &status) == 0)
        var octets = [UInt8](repeating: 0, count: Int(status.st_size))
        try #require(read(file, &octets, octets.count) == octets.count)
        return octets
    }

    static func put(_ octets: [UInt8], into path: String) throws {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(file) }
        try #require(Glibc.write(file, octets, octets.count) == octets.count)
    }

    func remove(_ path: String) {
        for name in ["store.db", "server.db"] {
            for end in ["", "-wal", "-shm", ".lock"] { unlink(path + "/" + name + end) }
        }
        unlink(path + "/store.lock")
        rmdir(path)
    }
}
