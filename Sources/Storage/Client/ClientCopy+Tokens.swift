import AnnotationModel
import CRDT
import Replication
import SQLite

// A token's row has a dot for each layer. While an entity is not overridden both are written
// together; what is shown of one that is changes apart, until it is made anew.

extension ClientCopy {
    func add(_ token: Token, to id: EntityID, _ layer: Layer) throws -> Bool {
        let entry = try entry(id)
        if layer == .confirmed, !entry.isOverridden {
            return try addNew(token, entry, isConfirmed: true)
        }
        if layer == .shown {
            try override(entry)
            if try addNew(token, entry, isConfirmed: false) { return true }
        }
        let old = try tokenRow(entry, token.identity)
        guard old?.dot(layer) == nil else { return false }
        var row =
            old
            ?? TokenFlags(
                entity: entry.number, identity: token.identity, confirmed: nil, shown: nil)
        if layer == .confirmed {
            row.confirmed = token.restingDot
        } else {
            row.shown = token.restingDot
            entry.isAlive = true
        }
        try write(row)
        return true
    }

    /// Adds a token of which there is no row, by one statement; says whether there was none.
    ///
    /// Most tokens are new: to both layers where they agree, or to what is shown.
    private func addNew(
        _ token: Token, _ entry: EntityEntry, isConfirmed: Bool
    ) throws -> Bool {
        try transaction.requireWriting()
        let dot = Value.blob(token.restingDot)
        let confirmed = isConfirmed ? dot : .null
        let values: [Value] = [.integer(entry.number), .blob(token.identity.key), confirmed, dot]
        let added = try transaction.database.execute(
            "INSERT INTO token VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", values[0], values[1],
            confirmed, dot, .integer(transaction.seal.sum(ClientTable.token, values)))
        guard added > 0 else { return false }
        if entry.isAlive != true { entry.isDirty = true }
        entry.isAlive = true
        return true
    }

    func removeToken(_ identity: Identity, from id: EntityID, _ layer: Layer) throws -> Bool {
        let entry = try entry(id)
        if layer == .confirmed, !entry.isOverridden { return try removeFromBoth(identity, entry) }
        guard var row = try tokenRow(entry, identity), row.dot(layer) != nil else { return false }
        if layer == .confirmed {
            row.confirmed = nil
        } else {
            try override(entry)
            row.shown = nil
            entry.isAlive = nil
        }
        try write(row)
        return true
    }

    private func removeFromBoth(_ identity: Identity, _ entry: EntityEntry) throws -> Bool {
        try transaction.requireWriting()
        let removed = try transaction.database.execute(
            "DELETE FROM token WHERE entity = ? AND identity = ?", .integer(entry.number),
            .blob(identity.key))
        guard removed > 0 else { return false }
        entry.isAlive = nil
        entry.isDirty = true
        return true
    }

    func tokens(of id: EntityID, _ layer: Layer) throws -> [Token] {
        let entry = try entry(id)
        var result: [Token] = []
        try transaction.rows(
            ClientTable.token, "SELECT * FROM token WHERE entity = ? ORDER BY identity",
            .integer(entry.number)
        ) { row in
            let row = try tokenRow(row)
            guard let dot = row.dot(layer) else { return }
            result.append(Token(identity: row.identity, dot: dot))
        }
        return result
    }

    func hasToken(_ id: EntityID, _ layer: Layer) throws -> Bool {
        let entry = try entry(id)
        if layer == .shown || !entry.isOverridden { return try isAlive(entry) }
        return try transaction.database.firstInteger(
            "SELECT 1 FROM token WHERE entity = ? AND confirmed IS NOT NULL LIMIT 1",
            .integer(entry.number)) != nil
    }

    /// Whether a token is shown.
    func isAlive(_ entry: EntityEntry) throws -> Bool {
        if let isAlive = entry.isAlive { return isAlive }
        let isAlive =
            try transaction.database.firstInteger(
                "SELECT 1 FROM token WHERE entity = ? AND shown IS NOT NULL LIMIT 1",
                .integer(entry.number)) != nil
        entry.isAlive = isAlive
        return isAlive
    }

    /// Shows the tokens that are confirmed; touches those only that differ.
    func resetTokens(of entry: EntityEntry) throws {
        var rows: [TokenFlags] = []
        try transaction.rows(
            ClientTable.token,
            "SELECT * FROM token WHERE entity = ? AND confirmed IS NOT shown",
            .integer(entry.number)
        ) { rows.append(try tokenRow($0)) }
        for var row in rows {
            row.shown = row.confirmed
            try write(row)
        }
    }

    private func override(_ entry: EntityEntry) throws {
        try transaction.requireWriting()
        entry.isOverridden = true
        entry.isDirty = true
    }

    private func tokenRow(_ entry: EntityEntry, _ identity: Identity) throws -> TokenFlags? {
        try transaction.row(
            ClientTable.token, "SELECT * FROM token WHERE entity = ? AND identity = ?",
            .integer(entry.number), .blob(identity.key)
        ).map { try tokenRow($0) }
    }

    private func tokenRow(_ row: SealedRow) throws -> TokenFlags {
        guard let token = TokenFlags(row) else { throw transaction.damaged(ClientTable.token, row) }
        return token
    }

    private func write(_ row: TokenFlags) throws {
        if row.confirmed == nil, row.shown == nil {
            return try transaction.change(
                "DELETE FROM token WHERE entity = ? AND identity = ?", .integer(row.entity),
                .blob(row.identity.key))
        }
        try transaction.insert(
            ClientTable.token, "INSERT OR REPLACE INTO token VALUES (?, ?, ?, ?, ?)",
            .integer(row.entity), .blob(row.identity.key), Value(row.confirmed), Value(row.shown))
    }
}

/// A token's row.
private struct TokenFlags {
    let entity: Int64
    let identity: Identity
    var confirmed: [UInt8]?
    var shown: [UInt8]?

    init(entity: Int64, identity: Identity, confirmed: [UInt8]?, shown: [UInt8]?) {
        self.entity = entity
        self.identity = identity
        self.confirmed = confirmed
        self.shown = shown
    }

    init?(_ row: SealedRow) {
        guard let identity = Identity(key: row.blob(1)) else { return nil }
        self.init(
            entity: row.integer(0), identity: identity, confirmed: row.optionalBlob(2),
            shown: row.optionalBlob(3))
    }

    /// The dot in a layer; nil if the layer has no such token.
    func dot(_ layer: Layer) -> Dot? {
        let octets = layer == .confirmed ? confirmed : shown
        return octets.map { Dot(key: $0) ?? identity.dot }
    }
}

extension Token {
    /// The dot as it is kept: nothing where it is the identity's.
    fileprivate var restingDot: [UInt8] { dot == identity.dot ? [] : dot.key }
}
