import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// What happened to the server, and what must come of it.
struct Loss {
    /// What a store held of a set when the server lost it.
    struct Promise {
        let machine: Machine
        let disk: any ReplicaDisk
        let set: SetID
        let identities: Set<Identity>
    }

    /// How often the server was put back or begun anew.
    var count = 0
    /// How often it did not say so.
    var silences = 0
    var backup: (any PeerBackup)?
    var promises: [Promise] = []
    /// Bundles whose records were brought again.
    var broughtBack: Set<Octets32> = []
    /// The roles that were given, as whoever gave them knows it.
    var roles: [SetID: [AccountID: Role?]] = [:]
    /// Whether the store that gave the commands was itself put back.
    var hasForgottenCommands = false
    /// The epoch of a server that was put back in silence and has not noticed.
    var silentEpoch: Octets16?

    /// Machines that had to leave a set.
    var left: Set<String> = []
    /// First issues of ops that are not content.
    var wordless: Set<Identity> = []

    func isWordless(_ identity: Identity) -> Bool { wordless.contains(identity) }
}

extension Plan.Profile {
    /// Whether the server is put back in such schedules.
    var losesServer: Bool {
        extra.contains { [.serverRestore, .serverSilent, .serverEmpty].contains($0) }
    }
}

extension World {
    /// Whether the server was put back without saying so, and has not noticed.
    var isServerSilent: Bool { loss.silentEpoch == server.epoch }

    func lose(_ action: Step.Action) throws {
        switch action {
        case .serverBackup: loss.backup = try serverDisk.backup()
        case .serverRestore:
            guard let backup = loss.backup else { return }
            notePromises()
            serverDisk = try backup.opened(isNewEpoch: true)
        case .serverSilent:
            guard let backup = loss.backup, loss.silences < plan.profile.silencesMax else { return }
            loss.silences += 1
            notePromises()
            serverDisk = try backup.opened(isNewEpoch: false)
            loss.silentEpoch = server.epoch
        case .serverEmpty:
            guard loss.count == 0 else { return }
            notePromises()
            serverDisk = try newServer()
        default: break
        }
    }

    /// What a store that goes on holds must come back.
    private func notePromises() {
        mayFork = true
        loss.count += 1
        for machine in machines where machine.isLoggedIn {
            for copy in machine.copies where copy.state.stop == nil {
                let known = copy.own.membership.replicas
                // What a store knows from a snapshot alone it cannot bring again.
                var identities = accepted(copy.own.records.filter(\.isWhole), copy.id).filter {
                    known[$0.dot.replica]?.account != hostileAccount
                }
                for lost in copy.own.lost
                where lost.fate != .aside && lost.again.record.isWhole {
                    identities.formUnion(accepted([lost.again.record], copy.id))
                }
                loss.promises.append(
                    Loss.Promise(
                        machine: machine, disk: machine.disk, set: copy.id,
                        identities: identities))
            }
        }
    }

    private func accepted(_ records: [Record], _ set: SetID) -> Set<Identity> {
        var result: Set<Identity> = []
        for record in records {
            for (index, entry) in record.bundle.entries.enumerated()
            where record.mask[index] == .accepted {
                let dot = record.bundle.dot(at: index)
                result.insert(
                    entry.op.was ?? Identity(scope: set.octets, dot: dot, hash: entry.hash))
            }
        }
        return result
    }

    /// Remembers what the server took again as it was judged before.
    func noteAgain(_ answer: SyncAnswer, _ request: SyncRequest) {
        for (asked, part) in zip(request.parts, answer.parts) {
            for (again, result) in zip(asked.again, part.again) {
                note("again \(again.record.bundle.first): \(result)")
                if result == .ok {
                    loss.broughtBack.insert(again.record.bundle.hash(hashing))
                }
            }
        }
    }

    /// Whether a set is lost to the server for good, as the store that could found it again is
    /// gone: whoever has a copy keeps it.
    func isOrphan(_ copy: MemoryCopy) -> Bool {
        guard loss.count > 0, server.memorySet(copy.id) == nil else { return false }
        if copy.own.membership.count == 0, copy.own.outbox.isEmpty { return true }
        guard copy.state.position.epoch != nil,
            case .found(let key, _, _, _) =
                copy.own.membership.entries.first?.change
        else { return false }
        return !machines.contains {
            $0.signer.key == key && $0.store.memoryCopy(of: copy.id)?.state.position.epoch != nil
        }
    }

    /// What an acknowledged op was promised: it is on the server again, or in a drawer.
    func checkPromises() throws {
        let drawers = Set(machines.flatMap { $0.store.drawer.map(\.identity) })
        let naming = Naming(hashing)
        for promise in loss.promises {
            // A promise is to those who stayed.
            guard promise.machine.disk === promise.disk,
                !loss.left.contains(promise.machine.name),
                machines.contains(where: { $0 === promise.machine }),
                promise.disk.contents.memoryCopy(of: promise.set)?.state.stop == nil,
                let set = server.memorySet(promise.set)
            else { continue }
            let there = accepted(set.own.log, promise.set)
            for identity in promise.identities
            where !there.contains(identity) && !drawers.contains(identity)
                // Who writes two histories has broken the promise for what it wrote itself.
                && !naming.isReplica(identity.dot.replica, of: hostileAccount)
            {
                throw Failure(
                    "\(promise.machine.name) held \(identity.dot), which the server lost for good")
            }
        }
        guard loss.count > 0, !loss.hasForgottenCommands else { return }
        for (set, roles) in loss.roles {
            for (account, role) in roles where self.role(of: account, in: set) != role {
                throw Failure(
                    """
                    a role was forgotten: \(String(describing: self.role(of: account, in: set))), \
                    should be \(String(describing: role))
                    """)
            }
        }
    }
}
