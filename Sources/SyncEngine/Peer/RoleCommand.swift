public import Access
public import AnnotationModel
public import Octets
import WireFormat

/// A command that changes a member's role, over the membership log that whoever gives it has seen
/// (Protocol/07-access.md, 3).
public struct RoleCommand: Hashable, Sendable {
    /// Why a command is not followed.
    public enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// Only an owner changes others' roles.
        case notAllowed
        /// The log is another one by now.
        case membersChanged
        /// The account is no member.
        case notFound
        /// A set needs an owner.
        case lastOwner
    }

    /// Whose role changes.
    public let account: AccountID
    /// The role from here on; nil removes the member.
    public let role: Role?
    /// How many entries the log had.
    public let members: Int
    /// The hash of the log.
    public let hash: Octets32

    /// Takes the parts.
    public init(account: AccountID, role: Role?, members: Int, hash: Octets32) {
        self.account = account
        self.role = role
        self.members = members
        self.hash = hash
    }

    /// Appends what the command says to the membership log; `name` is what the account is called,
    /// `id` the new entry's.
    public func carryOut(
        on set: any PeerSet, by giver: AccountID, name: () throws -> String, id: Octets16
    ) throws {
        let membership = set.membership
        let leaves = role == nil && account == giver
        guard Policy.can(membership.role(of: giver), leaves ? .leave : .changeMembers) else {
            throw Refusal.notAllowed
        }
        guard membership.count == members, membership.hash == hash else {
            throw Refusal.membersChanged
        }
        guard let old = membership.role(of: account) else { throw Refusal.notFound }
        let owners = membership.present.count { $0.member.role == .owner }
        guard old != .owner || role == .owner || owners > 1 else { throw Refusal.lastOwner }
        try set.append(
            MemberEntry(
                id: id, by: giver,
                change: .role(account: account, name: try name(), role: role)))
    }
}
