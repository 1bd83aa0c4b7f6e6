internal import Octets
internal import SQLite

struct BlobRow: StoredRow {
    static let table = "blob"
    static let all: StaticString = """
        SELECT set_num, hash, count, present, is_complete, sum FROM blob
        """

    let set: Int64
    let hash: Octets32
    var state: BlobState

    var values: [Value] {
        [
            .integer(set), .octets(hash), .count(state.count), .count(state.present),
            .flag(state.isComplete),
        ]
    }
}

extension BlobRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        hash = try row.octets32(1)
        state = BlobState(
            count: try row.count(2), present: try row.count(3), isComplete: try row.flag(4))
    }
}

struct BlobPartRow: StoredRow {
    static let table = "blob_part"
    static let all: StaticString = "SELECT set_num, hash, start, octets, sum FROM blob_part"

    let set: Int64
    let hash: Octets32
    let start: Int
    let octets: [UInt8]

    var values: [Value] { [.integer(set), .octets(hash), .count(start), .blob(octets)] }
}

extension BlobPartRow {
    init(_ row: borrowing Row) throws {
        set = try row.integer(0)
        hash = try row.octets32(1)
        start = try row.count(2)
        octets = try row.blob(3)
    }
}
