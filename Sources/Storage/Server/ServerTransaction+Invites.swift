internal import Access
internal import AnnotationModel
public import Octets
internal import SQLite
internal import SyncEngine

extension ServerTransaction {
    /// Keeps an invite, in place of one of the same code.
    public func addInvite(_ invite: Invite) throws {
        try connection.put(
            invite,
            """
            INSERT INTO invite
                (code, purpose, subject, grant_level, giver, expires, uses_left, sum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET purpose = excluded.purpose, subject = excluded.subject,
                grant_level = excluded.grant_level, giver = excluded.giver,
                expires = excluded.expires, uses_left = excluded.uses_left, sum = excluded.sum
            """)
    }

    /// The invite of a code, used up or not.
    public func invite(_ codeHash: Octets32) throws -> Invite? {
        try connection.first(
            """
            SELECT code, purpose, subject, grant_level, giver, expires, uses_left, sum FROM invite
            WHERE code = ?
            """, .octets(codeHash))
    }

    /// All invites, the next to expire first.
    public func invites() throws -> [Invite] { try connection.rows(Invite.all) }

    /// Takes an invite back; nothing happens if there is none.
    public func removeInvite(_ codeHash: Octets32) throws {
        try connection.database.execute("DELETE FROM invite WHERE code = ?", .octets(codeHash))
    }

    /// Uses an invite once, and returns it as it is then.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Throws: `noInvite`, `inviteUsed`, `inviteExpired`; `inviteVoid` if who gave it is shut out
    ///   or may not invite to that role any more.
    public func useInvite(_ codeHash: Octets32, now: UInt64) throws -> Invite {
        guard var invite = try invite(codeHash) else { throw ServerRefusal.noInvite }
        guard invite.usesLeft > 0 else { throw ServerRefusal.inviteUsed }
        guard now < invite.expires else { throw ServerRefusal.inviteExpired }
        guard try isBacked(invite.purpose) else { throw ServerRefusal.inviteVoid }
        invite.usesLeft -= 1
        try addInvite(invite)
        return invite
    }

    private func isBacked(_ purpose: Invite.Purpose) throws -> Bool {
        switch purpose {
        case .account: return true
        case .device(let account): return try isIn(account)
        case .set(let id, let role, let giver):
            guard try isIn(giver), let set = try set(id),
                let own = set.membership.role(of: giver)
            else { return false }
            return Policy.can(own, .invite) && role <= own
        }
    }

    private func isIn(_ account: AccountID) throws -> Bool {
        guard let account = try self.account(account) else { return false }
        return !account.isDisabled
    }
}
