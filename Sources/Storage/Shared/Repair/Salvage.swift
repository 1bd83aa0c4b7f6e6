import Octets
import SQLite

/// Carries all rows of a damaged database that are as they were written into another one.
struct Salvage {
    /// A row that is not as it was written.
    struct Damage {
        let table: SealedTable
        /// As read, a text as its octets.
        let values: [Value]
        let unsealed: [Value]
        /// Whether its checksum told what it was, and it was carried over like that.
        let isMended: Bool

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

    init(seal: RowSeal) { self.seal = seal }

    /// Carries a table over; both databases are inside of transactions.
    mutating func carry(_ table: SealedTable, from source: Database, into target: Database) throws {
        let columns = table.columns + [.init(name: "sum", kind: .integer)] + table.unsealed
        let names = columns.map(\.name).joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        let insert = "INSERT OR IGNORE INTO \(table.name) (\(names)) VALUES (\(places))"
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
                    try insertRow(insert, found, table, target)
                }
                if order == "" { return }
            } catch let error as SQLiteError where error.code == .corrupt {
                if order == "" { unread.append((table, error.sentence)) }
            } catch let error as SQLiteError where order != "" && error.code == .other {
                // There is no rowid, or the keys are not read that way.
                continue
            }
        }
    }

    /// A row that refers to one that is not there any more is lost with it.
    private mutating func insertRow(
        _ sql: String, _ values: [Value], _ table: SealedTable, _ target: Database
    ) throws {
        do {
            try target.query(composed: sql, values) { _ in }
        } catch let error as SQLiteError where error.code == .constraint {
            let count = table.columns.count
            damages.append(
                Damage(
                    table: table, values: Array(values.prefix(count)),
                    unsealed: Array(values.dropFirst(count + 1)), isMended: false))
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
        let mended = RowMender(hashing: seal.hashing).mended(table, values, sum: sum)
        damages.append(
            Damage(table: table, values: values, unsealed: unsealed, isMended: mended != nil))
        return mended.map { $0 + [.integer(seal.sum(table, $0))] + unsealed }
    }
}

extension SealedTable {
    /// The values as the columns' types have them; nil if one is of another.
    func typed(_ values: [Value]) -> [Value]? {
        var result: [Value] = []
        for (value, column) in zip(values, columns) {
            switch (value, column.kind) {
            case (.null, _), (.integer, .integer), (.blob, .blob): result.append(value)
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
