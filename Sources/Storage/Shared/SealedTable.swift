import SQLite

/// A table whose last column, `sum`, is a checksum over all the others.
///
/// SQLite notices few flipped bits: a page of the right form with wrong content is read as it is.
struct SealedTable: Sendable {
    /// A column's type, as a STRICT table has it.
    enum Kind: Sendable {
        case integer
        case text
        case blob
    }

    /// A column before the last one.
    struct Column: Sendable {
        let name: String
        let kind: Kind
    }

    /// The table's name.
    let name: String
    /// The columns before `sum`, in their order.
    let columns: [Column]
    /// How many of the first columns tell rows apart.
    let keyCount: Int
    /// Columns that the checksum is not over.
    let unsealed: [Column]

    /// Takes columns as `name` and kind; the first `keyCount` of them are the key.
    init(
        _ name: String, key keyCount: Int, _ columns: KeyValuePairs<String, Kind>,
        unsealed: KeyValuePairs<String, Kind> = [:]
    ) {
        self.name = name
        self.keyCount = keyCount
        self.unsealed = unsealed.map { Column(name: $0.key, kind: $0.value) }
        self.columns = columns.map { Column(name: $0.key, kind: $0.value) }
    }
}
