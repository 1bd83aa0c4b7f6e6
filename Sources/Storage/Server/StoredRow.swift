internal import CRDT
internal import Octets
internal import Replication
internal import SQLite

/// A row of a table whose last column is a sum over the others.
protocol StoredRow {
    /// The table's name, part of the sum: a row that turns up in another table is damage, too.
    static var table: String { get }
    /// A query of all rows: the columns in order, then the sum.
    static var all: StaticString { get }
    /// The columns in order, without the sum.
    var values: [Value] { get }
    /// Reads the columns in order.
    init(_ row: borrowing Row) throws
}

extension StoredRow {
    /// Eight octets of hash over the table's name and the columns.
    func sum(_ hashing: any Hashing) -> Int64 {
        var input = Array(Self.table.utf8)
        for value in values { value.seal(into: &input) }
        return Int64(bitPattern: hashing.hash(input).first.high)
    }
}

extension Value {
    static func unsigned(_ number: UInt64) -> Value { .integer(Int64(bitPattern: number)) }
    static func count(_ number: Int) -> Value { .integer(Int64(number)) }
    static func flag(_ flag: Bool) -> Value { .integer(flag ? 1 : 0) }
    static func octets(_ octets: Octets16) -> Value { .blob(octets.octets) }
    static func octets(_ octets: Octets32) -> Value { .blob(octets.octets) }
}

extension Row {
    func unsigned(_ column: Int) throws -> UInt64 { UInt64(bitPattern: try integer(column)) }
    func count(_ column: Int) throws -> Int { Int(try integer(column)) }

    func flag(_ column: Int) throws -> Bool {
        switch try integer(column) {
        case 0: return false
        case 1: return true
        default: throw RowDamage()
        }
    }

    func dot(_ column: Int) throws -> Dot {
        guard let dot = Dot(key: try blob(column)) else { throw RowDamage() }
        return dot
    }

    func identity(_ column: Int) throws -> Identity {
        guard let identity = Identity(key: try blob(column)) else { throw RowDamage() }
        return identity
    }

    func octets16(_ column: Int) throws -> Octets16 {
        guard let octets = Octets16(try blob(column)) else { throw RowDamage() }
        return octets
    }

    func octets32(_ column: Int) throws -> Octets32 {
        guard let octets = Octets32(try blob(column)) else { throw RowDamage() }
        return octets
    }
}

/// A row does not hold what it must; whoever knows the table turns it into a `StoreError`.
struct RowDamage: Error {}
