import Access
import AnnotationModel
import CRDT
import Crypto
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
    let hashing: any Hashing
    let naming: Naming
    let randomness: SeededRandomness
    var serverDisk: any PeerDisk
    let serverSigner: Signer
    let making: MemoryReplicaStore.Making
    let accounts: [AccountID]
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
    /// Whether the server stops before it commits.
    var isCrashing = false
    var audit: [String: Int] = [:]
    var audits = false
    var trace: [String]?
    /// What happened to the server.
    var loss = Loss()
    /// What was cut of the server's logs.
    var archive = Archive()
    /// Those who keep to no rule, and faults of programs.
    let play = Play()

    init(_ plan: Plan, making: @escaping MemoryReplicaStore.Making) throws {
        self.plan = plan
        self.making = making
        hashing = plan.medium.hasCrypto ? BLAKE2b() : CheapHashing(key: plan.seed)
        naming = Naming(hashing)
        let randomness = SeededRandomness(seed: plan.seed)
        self.randomness = randomness
        serverDisk = try Self.newServer(plan.hasServerOnSQLite, hashing, randomness)
        serverSigner = try Self.newSigner(plan.medium, randomness)
        accounts = (0..<plan.accounts).map { _ in AccountID(randomness.octets16()) }
        try nameAccounts()
        for index in 0..<plan.machines {
            let machine = try newMachine("m\(index)", owner: accounts[index % accounts.count])
            machines.append(machine)
            _ = try transact(machine) { try $0.found(isPersonal: true) }
            try logIn(machine)
        }
        try makeSharedSets()
    }

    private static func newServer(
        _ isOnSQLite: Bool, _ hashing: any Hashing, _ randomness: SeededRandomness
    ) throws -> any PeerDisk {
        if isOnSQLite { return try SQLitePeerDisk(hashing, randomness) }
        return MemoryPeerDisk(
            MemoryPeerStore(epoch: randomness.octets16(), hashing), randomness)
    }

    private static func newSigner(
        _ medium: Medium, _ randomness: SeededRandomness
    ) throws -> Signer {
        medium.hasCrypto ? try RealSigner.seeded(randomness) : CheapSigner.seeded(randomness)
    }

    /// A server without sets, which knows the same people.
    func newServer() throws -> any PeerDisk {
        serverDisk = try Self.newServer(plan.hasServerOnSQLite, hashing, randomness)
        try nameAccounts()
        return serverDisk
    }

    private func nameAccounts() throws {
        for (index, account) in accounts.enumerated() {
            try serverDisk.putAccount(account, name: "person\(index)")
        }
        if plan.profile.hasHostileMember {
            try serverDisk.putAccount(hostileAccount, name: "hostile")
        }
    }

    private func makeSharedSets() throws {
        let first = machines[0]
        for _ in 0..<plan.sharedSets {
            shared.append(try transact(first) { try $0.found(isPersonal: false) })
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

    func newSigner() throws -> Signer { try Self.newSigner(plan.medium, randomness) }

    func newMachine(_ name: String, owner: AccountID) throws -> Machine {
        let id = Naming(hashing).replica(of: .none, nonce: randomness.octets16())
        let disk: any ReplicaDisk =
            plan.hasStoreOnSQLite(machines.count)
            ? try SQLiteReplicaDisk(replica: id, hashing)
            : MemoryReplicaStore(replica: id, hashing, making: making)
        return Machine(name, disk, try Self.newSigner(plan.medium, randomness), owner: owner)
    }

    /// Runs the body as one change of a machine's store.
    func transact<Result>(
        _ machine: Machine, _ body: (Replica) throws -> Result
    ) throws -> Result {
        try machine.disk.transaction { try body(replica(of: machine, $0)) }
    }

    /// The replica over a store whose transaction is under way, or to look with.
    func replica(of machine: Machine, _ store: (any ReplicaStore)? = nil) -> Replica {
        let (time, overflow) = Int64(now).addingReportingOverflow(machine.skew)
        let wall = overflow || time < 0 ? 0 : UInt64(time)
        machine.latestWall = max(machine.latestWall, wall)
        return Replica(
            store: store ?? machine.store, hashing: hashing, checker: machine.signer,
            signer: machine.signer, randomness: randomness, serverKey: serverSigner.key,
            nowMilliseconds: wall)
    }

    func give(_ account: AccountID, _ role: Role?, in set: SetID) throws {
        guard
            let owner = server.memorySet(set)?.membership.present.first(where: {
                $0.member.role == .owner
            })?.account
        else { return }
        try serverDisk.transaction { server in
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
            try transact(machine) { try $0.join(set) }
        }
    }

    /// All that the server has, to look into.
    var server: MemoryPeerStore { serverDisk.contents }

    /// A copy of the server's store.
    func serverBackup() throws -> any PeerBackup { try serverDisk.backup() }

    /// Puts the server's store back: openly, as its own command does, or so that it does not know.
    func serverRestore(_ backup: any PeerBackup, isNewEpoch: Bool) throws {
        serverDisk = try backup.opened(isNewEpoch: isNewEpoch)
    }

    /// Begins the server anew, with its accounts and nothing else.
    func serverBegin() throws {
        serverDisk = try Self.newServer(plan.hasServerOnSQLite, hashing, randomness)
        try nameAccounts()
    }

    func note(_ text: @autoclosure () -> String) {
        if trace != nil { trace?.append(text()) }
    }
}
