internal import Octets
internal import SQLite

/// A part of a log's snapshot without its body, which has a sum of its own, as a record's has.
struct SnapshotRow: StoredRow {
    static let table = "snapshot"
    static let all: StaticString = """
        SELECT set_num, last, first, running, body_sum, sum, body FROM snapshot
        ORDER BY set_num, last
        """
    static let bodyColumn = 6

    let set: Int64
    let last: UInt64
    let first: UInt64
    /// The running hash of the log up to the last record.
    let running: Octets32
    let bodySum: Int64

    var values: [Value] {
        [
            .integer(set), .unsigned(last), .unsigned(first), .octets(running),
            .integer(bodySum),
        ]
    }
}

extension SnapshotRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        last = try row.unsigned(1)
        first = try row.unsigned(2)
        running = try row.octets32(3)
        bodySum = try row.integer(4)
    }
}
