import Octets
import SQLite

/// Carries all rows of a damaged database that are as they were written into another one.
struct Salvage {
    /// Why a row was not carried over as it is.
    enum Cause {
        /// A bit was changed, and is as it was again.
        case mended
        /// It is not as it was written.
        case changed
        /// It is not as it was written, and nobody looked for a bit.
        case untried
        /// It is as it was written, but refers to a row that is not there.
        case orphan
    }

    /// Makes again, if it can, what a row refers to that is not there; says whether it did.
    typealias Maker = (SealedTable, [Value], Database) throws -> Bool

    /// A row that is not as it was written, or cannot be kept.
    struct Damage {
        let table: SealedTable
        /// As read, a text as its octets.
        let values: [Value]
        let unsealed: [Value]
        /// The checksum as read; nil if it was no integer.
        let sum: Int64?
        let cause: Cause

        /// Whether its checksum told what it was, and it was carried over like that.
        var isMended: Bool { cause == .mended }

        /// What is wrong with it, to be said of what it is.
        var complaint: String {
            switch cause {
            case .mended, .changed: "is not as it was written"
            case .untried:
                "is not as it was written (its checksum was not tried: the row is too long, or too "
                    + "many others are damaged)"
            case .orphan: "is as it was written, but refers to something that is gone"
            }
        }

        /// The columns that tell it apart, for a person.
        var key: String {
            values.prefix(table.keyCount).map(\.shown).joined(separator: ", ")
        }

        /// The row as one JSON object: integers as they are, octets in hex.
        var line: String {
            let members = zip(table.columns + table.unsealed, values + unsealed).map {
                column, value in
                let text =
                    switch value {
                    case .null: "null"
                    case .integer(let integer): "\(integer)"
                    case .text(let text): "\"\(Alphabet.hex.text(Array(text.utf8)))\""
                    case .blob(let octets): "\"\(Alphabet.hex.text(octets))\""
                    }
                return "\"\(column.name)\":\(text)"
            }
            return "{\"table\":\"\(table.name)\",\(members.joined(separator: ","))}"
        }
    }

    let seal: RowSeal
    private(set) var damages: [Damage] = []
    /// Tables of which a part cannot be read at all, and what SQLite says.
    private(set) var unread: [(table: SealedTable, sentence: String)] = []

    /// Tables that are not defined as they were.
    private(set) var misdefined: [SealedTable] = []
    private let mender: RowMender

    init(seal: RowSeal) {
        self.seal = seal
        mender = RowMender(hashing: seal.hashing)
    }

    private static func statement(_ table: SealedTable) -> (names: String, insert: String) {
        let columns = table.columns + [.init(name: "sum", kind: .integer)] + table.unsealed
        let names = columns.map(\.name).joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        return (names, "INSERT OR IGNORE INTO \(table.name) (\(names)) VALUES (\(places))")
    }

    /// Puts a damaged row into a table as it is; says whether it found place there.
    static func putBack(_ damage: Damage, into target: Database) throws -> Bool {
        guard let values = damage.table.typed(damage.values), let sum = damage.sum else {
            return false
        }
        do {
            try target.query(
                composed: statement(damage.table).insert, values + [.integer(sum)] + damage.unsealed
            ) { _ in }
            return try target.firstInteger("SELECT changes()") == 1
        } catch let error as SQLiteError where error.code == .constraint {
            return false
        }
    }

    /// Carries a table over; both databases are inside of transactions.
    mutating func carry(
        _ table: SealedTable, from source: Database, into target: Database, making: Maker? = nil
    ) throws {
        let insert = Self.statement(table).insert
        guard let names = try readableNames(table, source, target) else { return }
        let select = "SELECT \(names) FROM \(table.name) NOT INDEXED"
        let keys = table.columns.prefix(table.keyCount).map { $0.name + " DESC" }
        // The rest is read from the other end, once a page in between cannot be.
        let orders = ["", " ORDER BY rowid DESC", " ORDER BY " + keys.joined(separator: ", ")]
        var seen: Set<Int64> = []
        for order in orders {
            do {
                try source.query(composed: select + order, []) { row in
                    let found = try take(row, table, isAgain: order != "", &seen)
                    guard let found else { return }
                    try insertRow(insert, found, table, target, making)
                }
                if order == "" { return }
            } catch let error as SQLiteError where [.corrupt, .other].contains(error.code) {
                // A damaged length may also be one that SQLite takes for too big; and where there
                // is no rowid, rows are not read in its order.
                if order == "" { unread.append((table, error.sentence)) }
            }
        }
    }

    /// The names by which the table's columns can be read; nil if it cannot be read at all.
    ///
    /// The text that defines a table is in the file like all else, and a bit of it may be changed:
    /// then a column is told by its place.
    private mutating func readableNames(
        _ table: SealedTable, _ source: Database, _ target: Database
    ) throws -> String? {
        let names = Self.statement(table).names
        do {
            try source.query(composed: "SELECT \(names) FROM \(table.name) LIMIT 0", []) { _ in }
            return names
        } catch let error as SQLiteError where [.other, .corrupt].contains(error.code) {
            if error.code == .corrupt { return names }
            misdefined.append(table)
            let right = try Self.definedNames(table, target)
            let found = (try? Self.definedNames(table, source)) ?? []
            guard found.count == right.count, !found.isEmpty else {
                unread.append((table, error.sentence))
                return nil
            }
            let wanted = table.columns.map(\.name) + ["sum"] + table.unsealed.map(\.name)
            return wanted.compactMap { name in
                right.firstIndex { $0.utf8.elementsEqual(name.utf8) }.map { index in
                    let quoted = found[index].split(
                        separator: "\"", omittingEmptySubsequences: false
                    ).joined(separator: "\"\"")
                    return "\"\(quoted)\""
                }
            }.joined(separator: ", ")
        }
    }

    private static func definedNames(
        _ table: SealedTable, _ database: Database
    ) throws -> [String] {
        var names: [String] = []
        try database.query(
            composed: "SELECT name FROM pragma_table_info('\(table.name)') ORDER BY cid", []
        ) { names.append(try $0.text(0)) }
        return names
    }

    /// A row that refers to one that is not there any more is lost with it.
    private mutating func insertRow(
        _ sql: String, _ values: [Value], _ table: SealedTable, _ target: Database,
        _ making: Maker?
    ) throws {
        do {
            try target.query(composed: sql, values) { _ in }
        } catch let error as SQLiteError where error.code == .constraint {
            if let making, try making(table, values, target) {
                return try insertRow(sql, values, table, target, nil)
            }
            let count = table.columns.count
            let sum: Int64? = if case .integer(let sum) = values[count] { sum } else { nil }
            damages.append(
                Damage(
                    table: table, values: Array(values.prefix(count)),
                    unsealed: Array(values.dropFirst(count + 1)), sum: sum, cause: .orphan))
        }
    }

    /// The values to keep of the row a query stands on; nil for none.
    private mutating func take(
        _ row: borrowing Row, _ table: SealedTable, isAgain: Bool, _ seen: inout Set<Int64>
    ) throws -> [Value]? {
        let count = table.columns.count
        let values = (0..<count).map { row.anything($0) }
        let unsealed = table.unsealed.indices.map { row.anything(count + 1 + $0) }
        let sum: Int64? = if case .integer(let sum) = row.anything(count) { sum } else { nil }
        if isAgain, let sum, !seen.insert(sum).inserted { return nil }
        if let sum {
            seen.insert(sum)
            if let sealed = table.typed(values), seal.sum(table, sealed) == sum,
                (0..<count).allSatisfy({ row.isOfKind($0, table.columns[$0].kind) })
            {
                return sealed + [.integer(sum)] + unsealed
            }
        }
        let result = mender.mended(table, values, sum: sum)
        let cause: Cause =
            switch result {
            case .mended: .mended
            case .none: .changed
            case .untried: .untried
            }
        damages.append(
            Damage(table: table, values: values, unsealed: unsealed, sum: sum, cause: cause))
        return result.values.map { $0 + [.integer(seal.sum(table, $0))] + unsealed }
    }
}

extension Salvage {
    /// The line about a table of which a part cannot be read, for what is kept beside the store.
    static func line(unread table: String, _ sentence: String) -> String {
        let octets = Alphabet.hex.text(Array(sentence.utf8))
        return "{\"table\":\"\(table)\",\"unread\":\"\(octets)\"}"
    }
}

extension SealedTable {
    /// The values as the columns' types have them; nil if one is of another.
    func typed(_ values: [Value]) -> [Value]? {
        var result: [Value] = []
        for (value, column) in zip(values, columns) {
            switch (value, column.kind) {
            case (.null, _), (.integer, .integer), (.blob, .blob), (.text, .text):
                result.append(value)
            case (.blob(let octets), .text):
                guard let text = String(validating: octets, as: UTF8.self) else { return nil }
                result.append(.text(text))
            default: return nil
            }
        }
        return result
    }
}

extension Row {
    /// Whether the column holds NULL or a value of the kind.
    fileprivate func isOfKind(_ column: Int, _ kind: SealedTable.Kind) -> Bool {
        if isNull(column) { return true }
        return switch kind {
        case .integer: (try? integer(column)) != nil
        case .text: (try? text(column)) != nil
        case .blob: (try? blob(column)) != nil
        }
    }
}

extension Value {
    /// The value for a person: short octets in hex.
    var shown: String {
        switch self {
        case .null: "none"
        case .integer(let integer): "\(integer)"
        case .text(let text): text
        case .blob(let octets): Alphabet.hex.text(Array(octets.prefix(32)))
        }
    }
}
