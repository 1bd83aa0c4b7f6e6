/// A text cut where highlights begin and end.
struct MarkedText {
    /// Where a highlight begins or ends.
    struct Event {
        let place: String.Index
        /// The number of the highlight.
        let mark: Int
        let isBegin: Bool

        /// Whether it belongs to what lies before a place: ends at it do.
        func isBefore(_ place: String.Index) -> Bool {
            self.place < place || (self.place == place && !isBegin)
        }
    }

    let text: String
    /// In the order of the text; ends before beginnings at one place, the longer of two that begin
    /// together first.
    private(set) var events: [Event] = []
    /// The highlights that lie in the text.
    private(set) var placed: Set<Int> = []

    /// Finds the places of highlights, moved apart so that none lies inside a grapheme cluster.
    init(_ text: String, _ positions: [(number: Int, position: ExchangeQuote.Position)]) {
        self.text = text
        var marks: [(number: Int, start: Int, end: Int)] = []
        for unit in [ExchangeQuote.Unit.codePoint, .utf16] {
            let same = positions.filter { $0.position.unit == unit && $0.position.start >= 0 }
            marks +=
                unit == .codePoint
                ? same.map { ($0.number, $0.position.start, $0.position.end) }
                : Self.codePoints(of: same, in: text)
        }
        marks.removeAll { $0.start >= $0.end }
        marks.sort { ($0.start, -$0.end, $0.number) < ($1.start, -$1.end, $1.number) }
        place(marks)
    }

    /// Code points instead of UTF-16 code units; a position in a pair belongs to its code point.
    private static func codePoints(
        of positions: [(number: Int, position: ExchangeQuote.Position)], in text: String
    ) -> [(number: Int, start: Int, end: Int)] {
        guard !positions.isEmpty else { return [] }
        let ends = positions.enumerated().flatMap { index, mark in
            [(mark.position.start, index, true), (mark.position.end, index, false)]
        }.sorted { $0.0 < $1.0 }
        var found = Array(repeating: (start: Int.max, end: Int.max), count: positions.count)
        var (next, units, points) = (0, 0, 0)
        func settle() {
            while next < ends.count, ends[next].0 <= units {
                // Inside a pair the count is already past it.
                let point = ends[next].0 < units && ends[next].2 ? points - 1 : points
                if ends[next].2 { found[ends[next].1].start = point }
                if !ends[next].2 { found[ends[next].1].end = point }
                next += 1
            }
        }
        settle()
        for scalar in text.unicodeScalars {
            units += UTF16.width(scalar)
            points += 1
            settle()
        }
        return positions.indices.map { (positions[$0].number, found[$0].start, found[$0].end) }
    }

    private mutating func place(_ marks: [(number: Int, start: Int, end: Int)]) {
        let byEnd = marks.sorted { ($0.end, -$0.start, $0.number) < ($1.end, -$1.start, $1.number) }
        var begins: [Event] = []
        var ends: [Event] = []
        var (nextStart, nextEnd, points) = (0, 0, 0)
        var index = text.startIndex
        while index < text.endIndex, nextStart < marks.count || nextEnd < byEnd.count {
            let behind = text.index(after: index)
            points += text.unicodeScalars.distance(from: index, to: behind)
            while nextStart < marks.count, marks[nextStart].start < points {
                begins.append(Event(place: index, mark: marks[nextStart].number, isBegin: true))
                nextStart += 1
            }
            while nextEnd < byEnd.count, byEnd[nextEnd].end <= points {
                ends.append(Event(place: behind, mark: byEnd[nextEnd].number, isBegin: false))
                nextEnd += 1
            }
            index = behind
        }
        placed = Set(ends.map(\.mark))
        var last = 0
        for begin in begins where placed.contains(begin.mark) {
            while last < ends.count, ends[last].place <= begin.place {
                events.append(ends[last])
                last += 1
            }
            events.append(begin)
        }
        events += ends[last...]
    }
}
