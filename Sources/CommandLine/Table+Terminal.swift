extension Table {
    private static let gap = 2
    private static let shrunkWidthMin = 8

    /// Aligned lines for a terminal, each ending with a newline.
    ///
    /// With a width in columns, cells of columns that may shrink are cut with `…`, the widest
    /// first, until lines fit or each of them is down to eight columns.
    public func terminalText(width: Int? = nil, withTitles: Bool = false) -> String {
        let shown = ((withTitles ? [columns.map(\.title)] : []) + rows).map { row in
            filled(row).map(Table.flattened)
        }
        guard !shown.isEmpty else { return "" }
        let sizes = fitted(naturalWidths(shown), width)
        var text = ""
        for row in shown { text += line(row, sizes) + "\n" }
        return text
    }

    private func naturalWidths(_ rows: [[String]]) -> [Int] {
        var widths = [Int](repeating: 0, count: columns.count)
        for row in rows {
            for (index, cell) in row.enumerated() {
                widths[index] = max(widths[index], TextWidth.columns(cell))
            }
        }
        return widths
    }

    private func fitted(_ natural: [Int], _ width: Int?) -> [Int] {
        guard let width else { return natural }
        var widths = columns.indices.map {
            columns[$0].canShrink ? min(natural[$0], max(width, Table.shrunkWidthMin)) : natural[$0]
        }
        var excess = widths.reduce(0, +) + Table.gap * max(0, widths.count - 1) - width
        while excess > 0 {
            let shrinkable = widths.indices.filter {
                columns[$0].canShrink && widths[$0] > Table.shrunkWidthMin
            }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            let next = shrinkable.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
            let floor = max(Table.shrunkWidthMin, min(next, widths[widest] - 1))
            let cut = min(excess, widths[widest] - floor)
            widths[widest] -= cut
            excess -= cut
        }
        return widths
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        var text = ""
        var pending = 0
        for (index, cell) in row.enumerated() {
            let shown = TextWidth.truncate(cell, widths[index])
            let rest = max(0, widths[index] - TextWidth.columns(shown))
            if !shown.isEmpty {
                text += TextWidth.spaces(pending + (columns[index].isRightAligned ? rest : 0))
                text += shown
                pending = columns[index].isRightAligned ? 0 : rest
            } else {
                pending += rest
            }
            pending += Table.gap
        }
        return text
    }

    private static func flattened(_ cell: String) -> String {
        let isBroken = cell.unicodeScalars.contains { $0 == "\n" || $0 == "\t" }
        guard isBroken else { return TerminalSafe.line(cell) }
        let scalars = cell.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return TerminalSafe.line(String(text))
    }
}
