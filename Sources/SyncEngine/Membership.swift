public import Access
public import AnnotationModel
public import CRDT
public import Octets
public import Replication
public import WireFormat

/// A set's members, devices and replicas: what its membership log says up to some entry
/// (Protocol/07-access.md, 3).
public struct Membership: Sendable {
    /// A member, or somebody who was one.
    public struct Member: Hashable, Sendable {
        /// The name that the account had when the role was given.
        public let name: String
        /// The role; nil for somebody who was removed or left.
        public let role: Role?
    }

    /// A replica's device and account.
    public struct Holder: Hashable, Sendable {
        /// The device's public key.
        public let key: Octets32
        /// The account.
        public let account: AccountID
        /// How many entries the log had with this one.
        public let since: Int
    }

    /// The log's entries.
    public private(set) var entries: [MemberEntry] = []
    /// The log's hash after each number of entries, zero entries included.
    public private(set) var hashes: [Octets32] = [.zero]
    /// All who are or were members.
    public private(set) var members: [AccountID: Member] = [:]
    /// All replicas that have pushed.
    public private(set) var replicas: [ReplicaID: Holder] = [:]
    private var revoked: [Octets32: Int] = [:]

    /// Nobody yet.
    public init() {}

    /// What the entries say, one after the other.
    public init(_ entries: [MemberEntry], _ hashing: any Hashing) {
        for entry in entries { append(entry, hashing) }
    }

    /// Takes in the next entry.
    public mutating func append(_ entry: MemberEntry, _ hashing: any Hashing) {
        hashes.append(entry.hash(after: hashes[hashes.count - 1], hashing))
        entries.append(entry)
        switch entry.change {
        case .found(_, _, _, let name):
            if entries.count == 1 { members[entry.by] = Member(name: name, role: .owner) }
        case .role(let account, let name, let role):
            members[account] = Member(name: name, role: role)
        case .replica(let replica, let key, let account):
            if replicas[replica] == nil {
                replicas[replica] = Holder(key: key, account: account, since: entries.count)
            }
        case .revoke(let key):
            if revoked[key] == nil { revoked[key] = entries.count }
        }
    }

    /// How many entries there are.
    public var count: Int { entries.count }
    /// The hash of the whole log; zero for none.
    public var hash: Octets32 { hashes[hashes.count - 1] }

    /// Whether the set was founded as somebody's personal one.
    public var isPersonal: Bool {
        guard case .found(_, _, let isPersonal, _) = entries.first?.change else { return false }
        return isPersonal
    }

    /// The account's role now; nil if it is no member.
    public func role(of account: AccountID) -> Role? { members[account]?.role }

    /// The members who have a role, by ascending account.
    public var present: [(account: AccountID, member: Member)] {
        members.filter { $0.value.role != nil }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// The holder of a replica, if bundles signed with its key count after `count` entries.
    public func holder(of replica: ReplicaID, at count: Int) -> Holder? {
        guard let holder = replicas[replica], holder.since <= count else { return nil }
        if let end = revoked[holder.key], end <= count { return nil }
        return holder
    }

    /// Whether the key was revoked.
    public func isRevoked(_ key: Octets32) -> Bool { revoked[key] != nil }
}
