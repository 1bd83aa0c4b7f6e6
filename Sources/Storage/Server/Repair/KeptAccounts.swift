internal import AnnotationModel
internal import Octets
internal import SQLite

/// Accounts of which the row is lost and that other rows name: they go on, disabled and under a
/// name made from their id, so that what they own goes on too.
struct KeptAccounts {
    private let connection: ServerConnection
    private(set) var findings: [Finding] = []

    init(_ connection: ServerConnection) { self.connection = connection }

    /// Keeps the account of an id; says whether it is one.
    mutating func keep(_ id: Value) throws -> Bool {
        guard case .blob(let octets) = id, let id = Octets16(octets) else { return false }
        let known = try connection.database.firstInteger(
            "SELECT 1 FROM account WHERE id = ?", .octets(id))
        guard known == nil else { return false }
        let hex = Alphabet.hex.text(octets)
        let name = "damaged-\(hex.prefix(8))"
        try connection.put(
            Account(
                id: AccountID(id), name: name, isAdmin: false, isDisabled: true, created: 0),
            """
            INSERT OR IGNORE INTO account (id, name, is_admin, is_disabled, created, sum)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        findings.append(
            Finding(
                "the name and the rights of an account are gone: it goes on, disabled, as "
                    + "\(name)", .none, table: "account", row: hex,
                advice: "postil-server admin user enable \(name)"))
        return true
    }

    /// Keeps the accounts that personal sets and roles name.
    mutating func keepNamed() throws {
        var ids: [[UInt8]] = []
        try connection.database.query(
            """
            SELECT account FROM personal WHERE account NOT IN (SELECT id FROM account)
            UNION SELECT account FROM role WHERE account NOT IN (SELECT id FROM account)
            """
        ) { ids.append(try $0.blob(0)) }
        for id in ids { _ = try keep(.blob(id)) }
    }
}
