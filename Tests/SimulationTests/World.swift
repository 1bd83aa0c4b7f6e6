import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// A server, machines, and what is on its way between them; one thread, no real time.
final class World {
    struct Request {
        let machine: Machine
        let asker: SyncPeer.Asker
        let request: SyncRequest
    }

    struct Answer {
        let machine: Machine
        let request: SyncRequest
        let answer: SyncAnswer
    }

    let plan: Plan
    let hashing: CheapHashing
    let naming: Naming
    let randomness: SeededRandomness
    let server: MemoryPeerStore
    let serverSigner: CheapSigner
    let making: MemoryReplicaStore.Making
    var machines: [Machine] = []
    var shared: [SetID] = []
    var requests: [Request] = []
    var answers: [Answer] = []
    var now: UInt64 = 1_700_000_000_000
    var tick = 0
    /// Whether all that can be checked is checked each time.
    var isThorough = false
    /// Whether something happened that can give one replica's identity to two stores.
    var mayFork = false
    var audit: [String: Int] = [:]
    var audits = false
    var trace: [String]?

    init(_ plan: Plan, making: @escaping MemoryReplicaStore.Making) throws {
        self.plan = plan
        self.making = making
        hashing = CheapHashing(key: plan.seed)
        naming = Naming(hashing)
        randomness = SeededRandomness(seed: plan.seed)
        server = MemoryPeerStore(epoch: randomness.octets16(), hashing)
        serverSigner = CheapSigner(
            key: Octets32(first: randomness.octets16(), second: randomness.octets16()))
        let accounts = (0..<plan.accounts).map { _ in AccountID(randomness.octets16()) }
        for (index, account) in accounts.enumerated() {
            server.putName("person\(index)", of: account)
        }
        for index in 0..<plan.machines {
            let machine = newMachine("m\(index)", owner: accounts[index % accounts.count])
            machines.append(machine)
            _ = try machine.store.transaction { _ in
                try replica(of: machine).found(isPersonal: true)
            }
            machine.store.account = machine.owner
        }
        try makeSharedSets(accounts)
    }

    private func makeSharedSets(_ accounts: [AccountID]) throws {
        let first = machines[0]
        for _ in 0..<plan.sharedSets {
            shared.append(try replica(of: first).found(isPersonal: false))
        }
        try round(first)
        let roles: [Role] = [.editor, .commenter, .reader]
        for (index, account) in accounts.dropFirst().enumerated() {
            for set in shared { try give(account, roles[index % 3], in: set) }
        }
        for machine in machines { try joinAll(machine) }
        var numbers = SplitMix64(seed: plan.seed)
        for _ in 0..<6 { try act(.write, first, &numbers) }
        try round(first)
        for machine in machines where numbers.once(in: 2) { try round(machine) }
    }

    func newMachine(_ name: String, owner: AccountID) -> Machine {
        let store = MemoryReplicaStore(
            replica: ReplicaID(randomness.octets16()), hashing, making: making)
        let key = Octets32(first: randomness.octets16(), second: randomness.octets16())
        return Machine(name, store, CheapSigner(key: key), owner: owner)
    }

    func replica(of machine: Machine) -> Replica {
        let (time, overflow) = Int64(now).addingReportingOverflow(machine.skew)
        return Replica(
            store: machine.store, hashing: hashing, checker: machine.signer,
            signer: machine.signer, randomness: randomness, serverKey: serverSigner.key,
            nowMilliseconds: overflow || time < 0 ? 0 : UInt64(time))
    }

    func give(_ account: AccountID, _ role: Role?, in set: SetID) throws {
        guard let owner = server.memorySet(set)?.membership.present.first?.account else { return }
        try server.transaction { server in
            try server.set(set)?.append(
                MemberEntry(
                    id: randomness.octets16(), by: owner,
                    change: .role(
                        account: account, name: try server.name(of: account), role: role)))
        }
    }

    func role(of account: AccountID, in set: SetID) -> Role? {
        server.memorySet(set)?.membership.role(of: account)
    }

    /// Makes a copy of each shared set that the account belongs to and the machine does not sync.
    func joinAll(_ machine: Machine) throws {
        guard machine.isLoggedIn else { return }
        for set in shared where role(of: machine.store.account, in: set) != nil {
            if machine.store.memoryCopy(of: set)?.state.stop == .removed { mayFork = true }
            try machine.store.transaction { _ in try replica(of: machine).join(set) }
        }
    }

    func note(_ text: @autoclosure () -> String) {
        if trace != nil { trace?.append(text()) }
    }
}
