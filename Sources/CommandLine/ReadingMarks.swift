/// The highlights of one article, swept from its beginning to its end.
struct ReadingMarks {
    struct Mark {
        /// Index of its note.
        let note: Int
        let number: Int
        let colour: ReadingColour
        let start: Int
        let end: Int
        var overlaps = false
    }

    private var marks: [Mark]
    /// Indexes of marks by their ends, inner ones first.
    private let byEnd: [Int]
    private var opened = 0
    private var closed = 0
    /// Marks that were opened, the latest last; ended ones leave when they come to lie on top.
    private var stack: [Int] = []

    /// The marks of those notes that lie on a passage of a text of so many code points.
    ///
    /// An empty passage marks the code point at it, or the last one before it.
    init(_ notes: [ReadingNote], count: Int) {
        var marks: [Mark] = []
        for (index, note) in notes.enumerated() {
            guard case .passage(let from, let to) = note.place,
                ReadingMarks.fits(note.place, count: count)
            else { continue }
            let start = from == to && to == count ? from - 1 : from
            marks.append(
                Mark(
                    note: index, number: note.number, colour: note.colour, start: start,
                    end: max(to, start + 1)))
        }
        marks.sort { ($0.start, $1.end, $0.number) < ($1.start, $0.end, $1.number) }
        var reach = 0
        for index in marks.indices {
            let isBefore = index + 1 < marks.count && marks[index + 1].start < marks[index].end
            marks[index].overlaps = marks[index].start < reach || isBefore
            reach = max(reach, marks[index].end)
        }
        self.marks = marks
        byEnd = marks.indices.sorted { (marks[$0].end, $1) < (marks[$1].end, $0) }
    }

    /// Whether a place is a passage of a text of so many code points.
    static func fits(_ place: ReadingNote.Place, count: Int) -> Bool {
        guard case .passage(let start, let end) = place else { return false }
        return start >= 0 && start <= end && end <= count && count > 0
    }

    /// The marks that start before an offset and were not opened yet, outer ones first.
    mutating func open(before offset: Int) -> [Mark] {
        let first = opened
        while opened < marks.count, marks[opened].start < offset {
            stack.append(opened)
            opened += 1
        }
        return Array(marks[first..<opened])
    }

    /// The open marks that end at or before an offset and were not closed yet, inner ones first.
    mutating func close(upTo offset: Int) -> [Mark] {
        let first = closed
        while closed < byEnd.count, marks[byEnd[closed]].end <= offset { closed += 1 }
        while let top = stack.last, marks[top].end <= offset { stack.removeLast() }
        return byEnd[first..<closed].map { marks[$0] }
    }

    /// The look of text where the marks that are open now lie.
    var ink: ReadingInk {
        guard let top = stack.last else { return .plain }
        return ReadingInk(colour: marks[top].colour, isOverlap: opened - closed > 1)
    }

    /// Whether the next change lies at or after an offset.
    func isQuiet(before offset: Int) -> Bool {
        let opens = opened < marks.count && marks[opened].start < offset
        let closes = closed < byEnd.count && marks[byEnd[closed]].end <= offset
        return !opens && !closes
    }
}
