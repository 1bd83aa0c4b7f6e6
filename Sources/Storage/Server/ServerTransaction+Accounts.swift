public import AnnotationModel
internal import SQLite
internal import SyncEngine

extension ServerTransaction {
    /// Makes an account; capital letters in the name become small.
    ///
    /// - Parameters:
    ///   - id: what it is called among programs; nil draws one.
    ///   - now: milliseconds since 1970.
    /// - Throws: `nameMalformed`, `nameTaken`.
    public func makeAccount(
        name: String, isAdmin: Bool, now: UInt64, id: AccountID? = nil
    ) throws -> AccountID {
        guard let handle = Self.handle(name) else { throw ServerRefusal.nameMalformed }
        guard try account(named: handle) == nil else { throw ServerRefusal.nameTaken }
        let account = Account(
            id: id ?? AccountID(randomness.octets16()), name: handle, isAdmin: isAdmin,
            isDisabled: false, created: now)
        try connection.put(
            account,
            """
            INSERT INTO account (id, name, is_admin, is_disabled, created, sum)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        return account.id
    }

    /// The name with small letters; nil if it is not 2 to 32 of `a`–`z`, `0`–`9`, `_` and `-`.
    private static func handle(_ name: String) -> String? {
        let folded = name.utf8.map { $0 >= 0x41 && $0 <= 0x5a ? $0 + 0x20 : $0 }
        let isSound = folded.allSatisfy {
            ($0 >= 0x61 && $0 <= 0x7a) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5f || $0 == 0x2d
        }
        guard isSound, (2...32).contains(folded.count) else { return nil }
        return String(decoding: folded, as: UTF8.self)
    }

    /// The account with this name, whatever the case of its letters.
    public func account(named name: String) throws -> Account? {
        guard let handle = Self.handle(name) else { return nil }
        return try connection.first(
            "SELECT id, name, is_admin, is_disabled, created, sum FROM account WHERE name = ?",
            .text(handle))
    }

    /// The account.
    public func account(_ id: AccountID) throws -> Account? {
        try connection.first(
            "SELECT id, name, is_admin, is_disabled, created, sum FROM account WHERE id = ?",
            .octets(id.octets))
    }

    /// All accounts, by name.
    public func accounts() throws -> [Account] { try connection.rows(Account.all) }

    /// The account's name.
    ///
    /// - Throws: `noAccount`.
    public func name(of account: AccountID) throws -> String {
        guard let found = try self.account(account) else { throw ServerRefusal.noAccount }
        return found.name
    }

    /// Refuses an account's devices from the next request on, or lets them in again.
    ///
    /// - Throws: `noAccount`.
    public func setDisabled(_ isDisabled: Bool, _ account: AccountID) throws {
        guard let found = try self.account(account) else { throw ServerRefusal.noAccount }
        try connection.put(
            Account(
                id: found.id, name: found.name, isAdmin: found.isAdmin, isDisabled: isDisabled,
                created: found.created),
            """
            INSERT INTO account (id, name, is_admin, is_disabled, created, sum)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET is_disabled = excluded.is_disabled, sum = excluded.sum
            """)
        connection.cache.callers.removeAll()
    }
}
