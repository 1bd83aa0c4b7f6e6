import Octets
import Replication
import SQLite

/// Finds the one bit that was changed in a row, from the row's checksum.
///
/// A checksum of 64 bits tells a wrong row from the right one also among all rows that are one bit
/// away: of the 131,072 of a row of 16 KiB, one is right by chance once in 10¹⁴ times. What is
/// found is the row as it was written, whether or not it lies anywhere else.
struct RowMender {
    /// How many octets are hashed at most, in one run, in search of bits.
    final class Budget {
        fileprivate var octets: Int

        init(octets: Int = 4 << 30) { self.octets = octets }

        /// Whether a row of so many octets is tried; each of its bits takes a hash of all of it.
        fileprivate func pays(_ count: Int) -> Bool {
            let cost = count * count * 8
            guard cost <= octets else { return false }
            octets -= cost
            return true
        }
    }

    let hashing: any Hashing
    let budget: Budget
    /// Octets of the longest row that is tried: the work grows with their square.
    static let octetsMax = 16_384

    init(hashing: any Hashing, budget: Budget = Budget()) {
        self.hashing = hashing
        self.budget = budget
    }

    /// What came of looking for the bit.
    enum Result {
        case mended([Value])
        /// The row is not one change away.
        case none
        /// It was not looked for: the row is too long, or too many others are damaged.
        case untried

        /// The row as it was written.
        var values: [Value]? {
            if case .mended(let values) = self { values } else { nil }
        }
    }

    /// The row as it was written, if it is one change away.
    ///
    /// - Parameters:
    ///   - values: as read, a text as its octets.
    ///   - sum: the checksum as read; nil if there was no integer.
    func mended(_ table: SealedTable, _ values: [Value], sum: Int64?) -> Result {
        var form = SealedForm(table, values)
        let found = Int64(bitPattern: hashing.hash(form.input).first.high)
        // The row itself is right, or right but for its types, or its checksum is wrong.
        if sum == nil || (found ^ (sum ?? 0)).nonzeroBitCount <= 1 || isOfSign(found, sum ?? 0) {
            let values = sum == nil ? nil : form.values(of: table)
            return values.map { .mended($0) } ?? .none
        }
        guard let sum, form.input.count <= Self.octetsMax, budget.pays(form.input.count) else {
            return .untried
        }
        return tried(table, &form, sum).map { .mended($0) } ?? .none
    }

    /// The octets whose checksum this is, one bit away from these; nil if there are none.
    func mended(_ octets: [UInt8], sum: Int64) -> [UInt8]? {
        guard octets.count <= Self.octetsMax, budget.pays(octets.count) else { return nil }
        var octets = octets
        for place in octets.indices {
            for bit in 0..<8 {
                octets[place] ^= 1 << UInt8(bit)
                if hash(octets) == sum { return octets }
                octets[place] ^= 1 << UInt8(bit)
            }
        }
        return nil
    }

    private func hash(_ octets: [UInt8]) -> Int64 {
        Int64(bitPattern: hashing.hash(octets).first.high)
    }

    private func tried(_ table: SealedTable, _ form: inout SealedForm, _ sum: Int64) -> [Value]? {
        for range in form.ranges {
            for place in range {
                for bit in 0..<8 {
                    form.input[place] ^= 1 << UInt8(bit)
                    if hash(form.input) == sum { return form.values(of: table) }
                    form.input[place] ^= 1 << UInt8(bit)
                }
            }
        }
        return triedSigns(table, &form, sum) ?? triedConstants(table, form, sum)
    }

    /// SQLite keeps an integer in as few octets as it needs: the highest bit of a short one is the
    /// bit of all octets above it.
    private func triedSigns(
        _ table: SealedTable, _ form: inout SealedForm, _ sum: Int64
    ) -> [Value]? {
        for (index, column) in table.columns.enumerated() where column.kind == .integer {
            guard case .integer(let integer) = form.values[index] else { continue }
            for mask in Self.signs {
                form.set(integer ^ mask, at: index)
                if hash(form.input) == sum { return form.values(of: table) }
            }
            form.set(integer, at: index)
        }
        return nil
    }

    /// The integers 0 and 1 lie in the head of a row: a bit there makes something else of them.
    private func triedConstants(
        _ table: SealedTable, _ form: SealedForm, _ sum: Int64
    ) -> [Value]? {
        for (index, column) in table.columns.enumerated() where column.kind == .integer {
            if case .integer = form.values[index] { continue }
            for constant: Int64 in [0, 1] {
                var values = form.values
                values[index] = .integer(constant)
                let form = SealedForm(table, values)
                if hash(form.input) == sum { return form.values(of: table) }
            }
        }
        return nil
    }

    private static let signs: [Int64] = [8, 16, 24, 32, 48].map { ~0 << ($0 - 1) }

    private func isOfSign(_ found: Int64, _ sum: Int64) -> Bool {
        Self.signs.contains(found ^ sum)
    }
}

/// A row as its checksum sees it, and where in that each value lies.
private struct SealedForm {
    var values: [Value]
    var input: [UInt8]
    /// Where the octets of each value lie.
    private(set) var ranges: [Range<Int>] = []

    init(_ table: SealedTable, _ values: [Value]) {
        self.values = values
        input = Array(table.name.utf8)
        for (value, column) in zip(values, table.columns) {
            var part: [UInt8] = []
            value.seal(into: &part)
            if case .blob = value, column.kind == .text { part[0] = 2 }
            let head: Int
            switch value {
            case .null: head = 1
            case .integer: head = 1
            case .text, .blob: head = 9
            }
            ranges.append(input.count + head..<input.count + part.count)
            input += part
        }
    }

    mutating func set(_ integer: Int64, at index: Int) {
        var octets: [UInt8] = []
        octets.appendWord(UInt64(bitPattern: integer))
        input.replaceSubrange(ranges[index], with: octets)
    }

    /// The values of the input; nil if a text is none.
    func values(of table: SealedTable) -> [Value]? {
        var result: [Value] = []
        for (index, column) in table.columns.enumerated() {
            let octets = Array(input[ranges[index]])
            switch values[index] {
            case .null: result.append(.null)
            case .integer:
                guard column.kind == .integer else { return nil }
                result.append(.integer(octets.reduce(0) { $0 << 8 | Int64($1) }))
            case .text, .blob:
                if column.kind == .integer { return nil }
                guard column.kind == .text else {
                    result.append(.blob(octets))
                    continue
                }
                guard let text = String(validating: octets, as: UTF8.self) else { return nil }
                result.append(.text(text))
            }
        }
        return result
    }
}
