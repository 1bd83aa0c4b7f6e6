/// Positions in a text, from code points to UTF-16 code units and back.
struct TextOffsets {
    private static let stride = 512

    private let scalars: String.UnicodeScalarView
    /// Where every 512th code point begins, and how many UTF-16 units stand before it.
    private var marks: [(index: String.UnicodeScalarView.Index, utf16: Int)] = []
    private var count = 0

    /// Takes the text.
    init(_ text: String) {
        scalars = text.unicodeScalars
        var utf16 = 0
        for index in scalars.indices {
            if count % Self.stride == 0 { marks.append((index, utf16)) }
            utf16 += UTF16.width(scalars[index])
            count += 1
        }
    }

    /// The position in the unit; nil if it does not lie in the text, or within a code point.
    func position(
        _ position: ExchangeQuote.Position, in unit: ExchangeQuote.Unit
    ) -> ExchangeQuote.Position? {
        if position.unit == unit { return position }
        guard 0 <= position.start, position.start <= position.end else { return nil }
        let convert = unit == .utf16 ? utf16 : codePoint
        guard let start = convert(position.start), let end = convert(position.end) else {
            return nil
        }
        return ExchangeQuote.Position(start: start, end: end, unit: unit)
    }

    private func utf16(_ codePoint: Int) -> Int? {
        guard codePoint <= count else { return nil }
        guard !marks.isEmpty else { return 0 }
        let mark = min(codePoint / Self.stride, marks.count - 1)
        return scalars[marks[mark].index...].prefix(codePoint - mark * Self.stride)
            .reduce(marks[mark].utf16) { $0 + UTF16.width($1) }
    }

    private func codePoint(_ utf16: Int) -> Int? {
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].utf16 <= utf16 { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return utf16 == 0 ? 0 : nil }
        var (units, result) = (marks[low - 1].utf16, (low - 1) * Self.stride)
        for scalar in scalars[marks[low - 1].index...] {
            if units >= utf16 { break }
            units += UTF16.width(scalar)
            result += 1
        }
        return units == utf16 ? result : nil
    }
}
