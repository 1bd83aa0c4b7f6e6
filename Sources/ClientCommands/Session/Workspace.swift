import AnnotationModel
import CRDT
import CommandLine
import Crypto
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// A store inside one transaction, with the replica that works on it.
struct Workspace {
    let transaction: ClientTransaction
    let now: UInt64
    let replica: Replica
    /// What the person is called as long as no account says it.
    let ownName: String

    init(_ transaction: ClientTransaction, now: UInt64, ownName: String? = nil) throws {
        self.ownName = ownName ?? "me"
        self.transaction = transaction
        self.now = now
        let key = try Workspace.deviceKey(transaction)
        replica = Replica(
            store: transaction, hashing: BLAKE2b(), checker: Ed25519Checker(), signer: key,
            randomness: SystemRandomness(),
            serverKey: try transaction.setting(.serverKey).flatMap { Octets32($0) },
            nowMilliseconds: now)
    }

    /// The device's key; a store that was only read so far signs nothing.
    static func deviceKey(_ transaction: ClientTransaction) throws -> DeviceKey {
        if let seed = try transaction.setting(.deviceSeed), let key = DeviceKey(seed: Secret(seed))
        {
            return key
        }
        return DeviceKey()
    }

    // MARK: Sets

    /// The store's personal set; made at first use.
    func personalSet() throws -> SetID {
        try existingPersonalSet() ?? replica.found(isPersonal: true)
    }

    /// The store's personal set; nil before its first use.
    func existingPersonalSet() throws -> SetID? {
        // A set of which the membership log is damaged is in nobody's way.
        try transaction.sets().first { try transaction.state(of: $0)?.isPersonal == true }
    }

    func copy(of set: SetID) throws -> any CopyStore {
        guard let copy = try transaction.copy(of: set) else {
            throw CommandFailure(.notFound, "there is no set \(set.octets.hex) in this store")
        }
        return copy
    }

    func author(in set: SetID) throws -> Author {
        Author(replica, try copy(of: set))
    }

    /// The name shown for a set.
    func name(of set: SetID) throws -> String {
        guard let copy = try transaction.copy(of: set) else { return set.octets.hex }
        if copy.state.isPersonal { return "personal" }
        let names = try copy.entity(EntityID(set.octets), .shown)?.values(of: .setName) ?? []
        if let first = names.first,
            case .name(let name)? = try Payload.decode(first.payload, of: .setName)
        {
            return name
        }
        return String(set.octets.hex.prefix(8))
    }

    /// The set that a person means: a name, or the beginning of an id.
    func set(named word: String) throws -> SetID {
        if word.utf8.elementsEqual("personal".utf8) {
            if let personal = try existingPersonalSet() { return personal }
            throw CommandFailure(
                .notFound, code: "set-not-found",
                "the set “personal” is made with the first article, and there is none yet",
                hints: ["postil add FILE"])
        }
        let sets = try transaction.sets()
        var named = try sets.filter { try name(of: $0).utf8.elementsEqual(word.utf8) }
        if named.isEmpty {
            named = try sets.filter {
                try FormerSets.name(of: $0, self)?.utf8.elementsEqual(word.utf8) ?? false
            }
        }
        if named.count == 1 { return named[0] }
        let candidates =
            named.isEmpty
            ? sets.filter { !word.isEmpty && $0.octets.hex.utf8.starts(with: word.utf8) }
            : named
        if candidates.count == 1 { return candidates[0] }
        if candidates.isEmpty {
            throw CommandFailure(
                .notFound, code: "set-not-found",
                "there is no set “\(word)” in this store"
                    + Suggestion.question(word, try sets.map { try name(of: $0) }),
                hints: [
                    "postil set list",
                    "postil set new \(ShellWords.quoted(word))   ·   "
                        + "where it was said: postil config list --origin",
                ])
        }
        throw CommandFailure(
            .decisionNeeded, code: "ambiguous-set", "“\(word)” could be \(candidates.count) sets",
            evidence: try candidates.map { "\($0.octets.hex)  \(try name(of: $0))" },
            hints: ["name the set by its id"])
    }

    // MARK: People

    /// Whether an account is the person's own; what was written before the log-in is, too.
    func isOwn(_ account: AccountID) -> Bool {
        account == transaction.account || account == .none
    }

    /// The name shown for an account in a set.
    func name(of account: AccountID, in copy: any CopyStore) throws -> String {
        if let member = copy.membership.members[account] { return member.name }
        if account == transaction.account {
            return try transaction.setting(.accountName).map { String(decoding: $0, as: UTF8.self) }
                ?? ownName
        }
        return account == .none ? ownName : String(account.octets.hex.prefix(8))
    }
}

extension Octets16 {
    /// The octets in hex.
    var hex: String { Alphabet.hex.text(octets) }
}
