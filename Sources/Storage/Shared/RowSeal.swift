import Octets
import Replication
import SQLite

/// Computes the checksums of rows, and checks them whenever a row is read.
struct RowSeal: Sendable {
    /// The hash of which a checksum is the first eight octets.
    let hashing: any Hashing
    /// The file that messages name.
    let path: String
    /// Whose store it is.
    let kind: StoreKind

    /// The checksum of a row: over the table's name and all columns.
    func sum(_ table: SealedTable, _ values: [Value]) -> Int64 {
        var input = Array(table.name.utf8)
        input.reserveCapacity(64 + values.count * 24)
        for value in values { value.seal(into: &input) }
        return Int64(bitPattern: hashing.hash(input).first.high)
    }

    /// The columns of the row a query stands on, which begin at `first` and end with the checksum.
    ///
    /// - Throws: `StoreError` with `damaged`, naming table and row.
    func read(
        _ row: borrowing Row, _ table: SealedTable, from first: Int = 0
    ) throws -> SealedRow {
        var values: [Value] = []
        values.reserveCapacity(table.columns.count)
        for (index, column) in table.columns.enumerated() {
            switch column.kind {
            case .integer: values.append(Value(try row.optionalInteger(first + index)))
            case .text: values.append(Value(try row.optionalText(first + index)))
            case .blob: values.append(Value(try row.optionalBlob(first + index)))
            }
        }
        guard try row.integer(first + table.columns.count) == sum(table, values) else {
            throw damaged(table, SealedRow(values: values))
        }
        return SealedRow(values: values)
    }

    /// The error for a row that is not as it was written.
    func damaged(_ table: SealedTable, _ row: SealedRow) -> StoreError {
        let key = row.values.prefix(table.keyCount).map { value in
            switch value {
            case .null: "none"
            case .integer(let integer): "\(integer)"
            case .text(let text): text
            case .blob(let octets): Alphabet.hex.text(octets)
            }
        }.joined(separator: ", ")
        return StoreError(
            .damaged,
            "could not read \(path): row (\(key)) of the table \(table.name) is not as it was "
                + "written; to mend it: \(kind.care)")
    }
}

extension Value {
    /// Appends the value with its type and length, so that no two rows look the same.
    func seal(into input: inout [UInt8]) {
        switch self {
        case .null: input.append(0)
        case .integer(let integer):
            input.append(1)
            input.appendWord(UInt64(bitPattern: integer))
        case .text(let text):
            input.append(2)
            input.appendWord(UInt64(text.utf8.count))
            input += text.utf8
        case .blob(let octets):
            input.append(3)
            input.appendWord(UInt64(octets.count))
            input += octets
        }
    }
}
