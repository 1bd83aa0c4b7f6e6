/// Chooses where lines end, for cells that carry their width and how they break.
enum LineBreaker {
    /// What stands on a line without being divided: a grapheme cluster or a sign of our own.
    struct Cell: Equatable {
        enum Kind: UInt8 {
            /// Breaks beside spaces only.
            case plain
            /// Vanishes where a line ends.
            case space
            /// May be broken before and after.
            case ideograph
            /// Stays with what follows.
            case opener
            /// Stays with what precedes.
            case closer
        }

        let columns: Int
        let kind: Kind

        init(_ columns: Int, _ kind: Kind) {
            self.columns = columns
            self.kind = kind
        }

        init(_ cluster: Character) {
            // Most text is ASCII, and its properties need no look into tables.
            if let ascii = cluster.asciiValue, (0x20..<0x7F).contains(ascii) {
                columns = 1
                kind = Cell.kind(ascii: ascii)
            } else {
                columns = TextWidth.columns(cluster)
                kind = Cell.kind(cluster)
            }
        }

        private static func kind(ascii: UInt8) -> Kind {
            switch Unicode.Scalar(ascii) {
            case " ": .space
            case "(", "[", "{": .opener
            case ")", "]", "}", ",", ".", "!", "?", ":", ";", "%": .closer
            default: .plain
            }
        }

        private static func kind(_ cluster: Character) -> Kind {
            let scalars = cluster.unicodeScalars
            guard let first = scalars.first else { return .plain }
            switch first.value {
            case 0x20, 0x09, 0x1680, 0x2000...0x2006, 0x2008...0x200A, 0x205F, 0x3000:
                return scalars.count == 1 ? .space : .plain
            default: break
            }
            if TextWidth.isCloser(first) { return .closer }
            if TextWidth.isOpener(first) { return .opener }
            return TextWidth.isIdeographic(first.value) ? .ideograph : .plain
        }
    }

    /// The ranges of cells that make lines of at most so many columns, spaces at their ends left
    /// out; a line is wider only when its single cell is. There is at least one line.
    /// - Complexity: linear in the number of cells.
    static func lines(_ cells: [Cell], width: Int) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var (start, contentEnd, used) = (0, 0, 0)
        var candidate: (end: Int, next: Int)?
        for index in cells.indices {
            let cell = cells[index]
            guard cell.kind != .space else {
                used += cell.columns
                continue
            }
            if index > start, canBreak(cells[index - 1].kind, cell.kind) {
                candidate = (contentEnd, index)
            }
            while used + cell.columns > width, index > start {
                let (end, next) = candidate ?? (index, index)
                if end > start { lines.append(start..<end) }
                start = next
                candidate = nil
                used = cells[start..<index].reduce(0) { $0 + $1.columns }
            }
            used += cell.columns
            contentEnd = index + 1
        }
        if contentEnd > start || lines.isEmpty { lines.append(start..<max(start, contentEnd)) }
        return lines
    }

    private static func canBreak(_ before: Cell.Kind, _ after: Cell.Kind) -> Bool {
        if before == .space { return true }
        if before == .opener || after == .closer { return false }
        return before == .ideograph || after == .ideograph
    }
}
