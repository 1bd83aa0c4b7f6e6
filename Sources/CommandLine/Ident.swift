/// Shortens full identifiers to what a person has to type, and finds them again.
public enum Ident: Sendable {
    /// What a typed prefix stands for.
    public enum Match: Sendable, Equatable {
        /// No identifier begins so.
        case none
        /// Exactly one does, given in full.
        case one(String)
        /// Several do, given in full and in the order of their bytes.
        case ambiguous([String])
    }

    /// The fewest signs that are shown, even when fewer were unique.
    public static let prefixMinimum = 4

    /// For each identifier its shortest prefix that no other of the list begins with, in the
    /// order of the list; an identifier that begins another, or occurs twice, stays whole.
    ///
    /// Identifiers are of one alphabet and are compared as UTF-8 bytes.
    /// - Complexity: the time of one sort.
    public static func shortest(_ ids: [String], minimum: Int = prefixMinimum) -> [String] {
        let bytes = ids.map { Array($0.utf8) }
        let order = bytes.indices.sorted { bytes[$0].lexicographicallyPrecedes(bytes[$1]) }
        var lengths = [Int](repeating: minimum, count: bytes.count)
        for (left, right) in zip(order, order.dropFirst()) {
            let needed = sharedCount(bytes[left], bytes[right]) + 1
            lengths[left] = max(lengths[left], needed)
            lengths[right] = max(lengths[right], needed)
        }
        return zip(bytes, lengths).map { String(decoding: $0.prefix($1), as: UTF8.self) }
    }

    /// The identifier that a typed prefix means; one that is typed in full wins over those that it
    /// begins, and the empty prefix means none.
    public static func resolve(_ prefix: String, among ids: [String]) -> Match {
        guard !prefix.utf8.isEmpty else { return .none }
        var found: [[UInt8]] = []
        for id in ids where id.utf8.starts(with: prefix.utf8) {
            if id.utf8.count == prefix.utf8.count { return .one(id) }
            found.append(Array(id.utf8))
        }
        found.sort { $0.lexicographicallyPrecedes($1) }
        guard let first = found.first, let last = found.last else { return .none }
        if first == last { return .one(String(decoding: first, as: UTF8.self)) }
        return .ambiguous(found.map { String(decoding: $0, as: UTF8.self) })
    }

    private static func sharedCount(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var count = 0
        while count < left.count, count < right.count, left[count] == right[count] { count += 1 }
        return count
    }
}
