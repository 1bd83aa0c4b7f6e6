import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import WireFormat

extension ClientCopy {
    func op(at dot: Dot) throws -> PlacedOp? {
        if case .present(_, let op) = try known(dot) { op } else { nil }
    }

    private func known(_ dot: Dot) throws -> KnownOp {
        if let known = ops[dot] { return known }
        if try isBehindAll(dot) { return .absent }
        let row = try transaction.row(
            ClientTable.op, "SELECT * FROM op WHERE copy = ? AND replica = ? AND counter = ?",
            number, .blob(dot.replica.octets.octets), .counter(dot))
        let known = try row.map { KnownOp.present(number: $0.integer(0), try op($0)) } ?? .absent
        remember(known, at: dot)
        return known
    }

    /// Whether the table has no op of the dot's replica with its counter or a higher one.
    private func isBehindAll(_ dot: Dot) throws -> Bool {
        if let last = lastCounters[dot.replica] { return Int64(bitPattern: dot.counter) > last }
        try transaction.requireOpen()
        var last: Int64?
        try transaction.database.query(
            "SELECT max(counter) FROM op WHERE copy = ? AND replica = ?", number,
            .blob(dot.replica.octets.octets)
        ) { last = try $0.optionalInteger(0) }
        if lastCounters.count >= Self.heldMax { lastCounters = [:] }
        lastCounters[dot.replica] = last ?? .min
        return last.map { Int64(bitPattern: dot.counter) > $0 } ?? true
    }

    private func remember(_ known: KnownOp, at dot: Dot) {
        if ops.count >= Self.heldMax { ops = [:] }
        ops[dot] = known
    }

    private func op(_ row: SealedRow) throws -> PlacedOp {
        guard let op = try? PlacedOp.decode(row.blob(8)) else {
            throw transaction.damaged(ClientTable.op, row)
        }
        return op
    }

    func put(_ op: PlacedOp) throws {
        let place: Int64
        if case .present(let number, _) = try known(op.dot) {
            place = number
        } else {
            place = try transaction.nextNumber(ClientTable.op)
        }
        let isFirst = op.identity.scope == id.octets && op.identity.dot == op.dot
        try transaction.insert(
            ClientTable.op,
            """
            INSERT INTO op VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (number) DO UPDATE SET
                entity = ?5, author = ?6, verdict = ?7, first = ?8, octets = ?9, sum = ?10
            """,
            .integer(place), number, .blob(op.dot.replica.octets.octets), .counter(op.dot),
            Value(op.entity?.octets.octets), .blob(op.author.octets.octets),
            .integer(Int64(op.verdict.rawValue)), Value(isFirst ? nil : op.identity.key),
            .blob(op.encoded()))
        remember(.present(number: place, op), at: op.dot)
        if let last = lastCounters[op.dot.replica] {
            lastCounters[op.dot.replica] = max(last, Int64(bitPattern: op.dot.counter))
        }
    }

    func removeOp(at dot: Dot) throws {
        try transaction.change(
            "DELETE FROM op WHERE copy = ? AND replica = ? AND counter = ?", number,
            .blob(dot.replica.octets.octets), .counter(dot))
        remember(.absent, at: dot)
    }

    func ops(of entity: EntityID) throws -> [PlacedOp] {
        var result: [PlacedOp] = []
        try transaction.rows(
            ClientTable.op, "SELECT * FROM op WHERE copy = ? AND entity = ? ORDER BY number",
            number, .blob(entity.octets.octets)
        ) { row in
            let op = try op(row)
            result.append(op)
            remember(.present(number: row.integer(0), op), at: op.dot)
        }
        return result
    }

    func ops(by account: AccountID) throws -> [PlacedOp] {
        var result: [PlacedOp] = []
        try transaction.rows(
            ClientTable.op,
            """
            SELECT * FROM op WHERE copy = ? AND author = ? AND verdict IN (0, 255) ORDER BY number
            """, number, .blob(account.octets.octets)
        ) { row in result.append(try op(row)) }
        return result
    }

    /// The op of a first issue, accepted or else the newest; nil if there is none.
    func op(with identity: Identity) throws -> PlacedOp? {
        var own = identity.scope == id.octets ? try op(at: identity.dot) : nil
        if own?.identity != identity { own = nil }
        if let own, own.verdict == .accepted { return own }
        if let dot = try acceptedAgain(identity), let op = try op(at: dot) { return op }
        let again = try transaction.row(
            ClientTable.op,
            "SELECT * FROM op WHERE copy = ? AND first = ? ORDER BY number DESC LIMIT 1", number,
            .blob(identity.key))
        return try again.map { try op($0) } ?? own
    }

    /// The op that is accepted or pending with a first issue at this place.
    func op(firstIssuedAt place: (scope: Octets16, dot: Dot)) throws -> PlacedOp? {
        let key = Identity(scope: place.scope, dot: place.dot, hash: .zero).key
        // Behind every hash at this place.
        let end = Array(key.prefix(Identity.keyCount - 32)) + [UInt8](repeating: 0xFF, count: 32)
        let row = try transaction.row(
            ClientTable.op,
            """
            SELECT * FROM op WHERE copy = ? AND first BETWEEN ? AND ? AND verdict IN (0, 255)
            ORDER BY verdict, number LIMIT 1
            """, number, .blob(key), .blob(end))
        return try row.map { try op($0) }
    }

    func acceptedAgain(_ identity: Identity) throws -> Dot? {
        guard try mayHaveAgain() else { return nil }
        let row = try transaction.row(
            ClientTable.again, "SELECT * FROM again WHERE copy = ? AND first = ?", number,
            .blob(identity.key))
        guard let row else { return nil }
        guard let dot = Dot(key: row.blob(2)) else {
            throw transaction.damaged(ClientTable.again, row)
        }
        return dot
    }

    func pendingAgain(_ identity: Identity) throws -> [Dot] {
        var result: [Dot] = []
        try transaction.rows(
            ClientTable.op,
            "SELECT * FROM op WHERE copy = ? AND first = ? AND verdict = 255 ORDER BY number",
            number, .blob(identity.key)
        ) { result.append(try op($0).dot) }
        return result
    }

    func putAcceptedAgain(_ identity: Identity, as dot: Dot) throws {
        try transaction.insert(
            ClientTable.again, "INSERT OR REPLACE INTO again VALUES (?, ?, ?, ?)", number,
            .blob(identity.key), .blob(dot.key))
        hasAgain = true
    }

    private func mayHaveAgain() throws -> Bool {
        if let hasAgain { return hasAgain }
        try transaction.requireOpen()
        let found = try transaction.database.firstInteger(
            "SELECT 1 FROM again WHERE copy = ? LIMIT 1", number)
        hasAgain = found != nil
        return found != nil
    }
}

extension Value {
    /// A dot's counter. Dots that somebody else names may hold any number, so its bits are kept.
    static func counter(_ dot: Dot) -> Value { .integer(Int64(bitPattern: dot.counter)) }
}
