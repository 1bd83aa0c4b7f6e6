import HTTPMessage
import SyncHTTP

/// Where the body of a request belongs in a blob, and how long the blob is.
///
/// Said by `Content-Range: bytes 0-99/300`; or by `?offset=200`, for the last part; or by neither,
/// for the whole.
struct BlobPlace: Equatable, Sendable {
    let offset: Int
    let count: Int

    private static let malformed = Problem(
        .malformed, "say the place of the part as “Content-Range: bytes FIRST-LAST/COUNT”")

    init(_ call: Call) throws(Problem) {
        let length = call.request.body.count
        let ranges = call.request.fields.values(named: "Content-Range")
        if !ranges.isEmpty {
            guard ranges.count == 1, let range = Self.range(ranges[0]),
                range.last < range.count, range.last - range.first == length - 1
            else { throw Self.malformed }
            offset = range.first
            count = range.count
        } else if let said = call.queryValue("offset") {
            guard let number = Self.number(said.utf8) else { throw Self.malformed }
            offset = number
            count = number + length
        } else {
            offset = 0
            count = length
        }
    }

    private static func range(_ text: String) -> (first: Int, last: Int, count: Int)? {
        let unit = Array("bytes ".utf8)
        guard text.utf8.starts(with: unit) else { return nil }
        let halves = text.utf8.dropFirst(unit.count).split(
            separator: 0x2F, omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let bounds = halves[0].split(separator: 0x2D, omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = number(bounds[0]), let last = number(bounds[1]),
            let count = number(halves[1]), first <= last
        else { return nil }
        return (first, last, count)
    }

    /// A number of 1 to 15 digits: no sum of two of them overflows.
    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
