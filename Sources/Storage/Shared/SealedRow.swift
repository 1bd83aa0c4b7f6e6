import SQLite

/// A row of a sealed table whose checksum was right; columns count from 0.
struct SealedRow {
    let values: [Value]

    /// The integer of a column; 0 where the table's form says there is none.
    func integer(_ column: Int) -> Int64 { optionalInteger(column) ?? 0 }

    /// The integer of a column, or nil for NULL.
    func optionalInteger(_ column: Int) -> Int64? {
        if case .integer(let integer) = values[column] { integer } else { nil }
    }

    /// The text of a column, or nil for NULL.
    func optionalText(_ column: Int) -> String? {
        if case .text(let text) = values[column] { text } else { nil }
    }

    /// The octets of a column; none where the table's form says there are none.
    func blob(_ column: Int) -> [UInt8] { optionalBlob(column) ?? [] }

    /// The octets of a column, or nil for NULL.
    func optionalBlob(_ column: Int) -> [UInt8]? {
        if case .blob(let octets) = values[column] { octets } else { nil }
    }
}
