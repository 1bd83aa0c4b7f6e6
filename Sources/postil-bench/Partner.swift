import Access
import AnnotationModel
import CRDT
import Crypto
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// A store with a person and a device, that syncs with a server in the same process.
final class Partner {
    let store: ClientStore
    let key: DeviceKey
    let account: AccountID

    init(_ folder: String, account: AccountID, key: DeviceKey = DeviceKey()) throws {
        store = try ClientStore.open(folder, hashing: BLAKE2b(), programName: "postil-bench")
        self.key = key
        self.account = account
        try store.write { transaction in
            if transaction.replica.octets == .zero {
                transaction.replica = Naming(BLAKE2b()).replica(
                    of: account, nonce: SystemRandomness().octets16())
            }
            try transaction.putSetting(.accountID, account.octets.octets)
        }
    }

    func replica(
        _ transaction: ClientTransaction, checker: any SignatureChecking = Ed25519Checker(),
        serverKey: Octets32? = nil
    ) -> Replica {
        Replica(
            store: transaction, hashing: BLAKE2b(), checker: checker, signer: key,
            randomness: SystemRandomness(), serverKey: serverKey,
            nowMilliseconds: Measure.now())
    }

    /// Writes into the copy of a set.
    func write<T>(in set: SetID, _ body: (Author) throws -> T) throws -> T {
        try store.write { transaction in
            guard let copy = try transaction.copy(of: set) else {
                throw BenchError("the store has no copy of the set")
            }
            return try body(Author(replica(transaction), copy))
        }
    }

    func request() throws -> SyncRequest {
        try store.write { try replica($0).request() }
    }

    /// Syncs until both have the same.
    func sync(with server: LocalServer) throws {
        for _ in 0..<10_000 {
            let request = try request()
            let answer = try server.answer(request, from: self)
            let report = try store.write { try replica($0).take(answer, to: request) }
            guard report.stopped.isEmpty, report.refused.isEmpty else {
                throw BenchError("a sync was refused")
            }
            if !report.isUnfinished { return }
        }
        throw BenchError("a sync does not end")
    }
}

/// A server's store and what answers from it, without HTTP.
struct LocalServer {
    let store: ServerStore
    let key: DeviceKey

    init(_ folder: String) throws {
        store = try ServerStore.open(
            folder, hashing: BLAKE2b(), randomness: SystemRandomness(),
            makeSeed: { Secret.random(count: DeviceKey.seedCount).withOctets { Array($0) } })
        guard let key = DeviceKey(seed: Secret(store.serverSeed)) else {
            throw BenchError("the server has no key")
        }
        self.key = key
    }

    func makeAccount(_ name: String) throws -> AccountID {
        try store.write { try $0.makeAccount(name: name, isAdmin: false, now: Measure.now()) }
    }

    func answer(_ request: SyncRequest, from partner: Partner) throws -> SyncAnswer {
        let asker = SyncPeer.Asker(account: partner.account, key: partner.key.publicKey)
        return try store.write { transaction in
            let peer = SyncPeer(
                store: transaction, hashing: BLAKE2b(), checker: Ed25519Checker(), signer: key,
                randomness: SystemRandomness())
            return try peer.answer(request, from: asker)
        }
    }

    /// Makes somebody a member.
    func admit(_ partner: Partner, to set: SetID, by owner: Partner) throws {
        try store.write { transaction in
            guard let peerSet = try transaction.set(set) else {
                throw BenchError("the server has no such set")
            }
            try peerSet.append(
                MemberEntry(
                    id: SystemRandomness().octets16(), by: owner.account,
                    change: .role(account: partner.account, name: "reader", role: .editor)))
        }
    }
}
