import Query
import SQLite

extension WordIndex {
    /// Octets of a token that FTS5 keeps.
    private static let tokenMax = 32_768

    /// Where the index does not hold what the entities make of it, in one sentence at most.
    ///
    /// Of each annotation a sum over its words is compared, read out of the index word by word;
    /// rows that are not as they were written are left out, for they are told of on their own.
    func disagreements(_ seal: RowSeal) throws -> [String] {
        var sums: [Int64: UInt64] = [:]
        do {
            try database.query("SELECT term, doc FROM word_instance") { row in
                let word = Array(try row.text(0).utf8)
                sums[try row.integer(1), default: 0] &+= Self.sum(word[...])
            }
            let damaged = try damaged(seal)
            for number in damaged { sums[number] = nil }
            var wrong = 0
            try forEachDocument { number, document in
                if damaged.contains(number) { return }
                let words = Set(document.utf8.split(separator: 0x20).map { Array($0) })
                let sum = words.reduce(UInt64(0)) { $0 &+ Self.sum($1.prefix(Self.tokenMax)) }
                if let found = sums.removeValue(forKey: number), found == sum { return }
                wrong += 1
            }
            wrong += sums.count
            if wrong == 0 { return [] }
            return ["the index of words does not agree with the notes (of \(wrong))"]
        } catch let error as SQLiteError where [.corrupt, .other].contains(error.code) {
            return ["the index of words cannot be read: \(error.sentence)"]
        }
    }

    private func damaged(_ seal: RowSeal) throws -> Set<Int64> {
        var numbers: Set<Int64> = []
        try database.query("SELECT * FROM entity NOT INDEXED") { row in
            if (try? seal.read(row, ClientTable.entity)) == nil {
                numbers.insert(try row.integer(0))
            }
        }
        return numbers
    }

    /// Fowler, Noll and Vo's hash (FNV-1a), mixed so that sums tell sets apart.
    private static func sum(_ word: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for octet in word { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
        hash = (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
        return hash ^ hash >> 29
    }
}
