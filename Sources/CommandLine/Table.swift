/// Rows of texts, laid out for a person or escaped for a program.
///
/// Every cell may hold text of other people: both forms pass it through the rules of
/// `TerminalSafe`.
public struct Table: Sendable {
    /// How one column is laid out.
    public struct Column: Sendable {
        /// The heading.
        public let title: String
        /// Whether its texts end at one edge, as numbers do.
        public let isRightAligned: Bool
        /// Whether its texts may be cut to make a line fit.
        public let canShrink: Bool

        /// A column, by default left-aligned and never cut.
        public init(_ title: String, isRightAligned: Bool = false, canShrink: Bool = false) {
            self.title = title
            self.isRightAligned = isRightAligned
            self.canShrink = canShrink
        }
    }

    /// The columns from left to right.
    public let columns: [Column]
    /// The rows from top to bottom; a missing cell is empty, one too many is not shown.
    public private(set) var rows: [[String]] = []

    /// An empty table.
    public init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row below the others.
    public mutating func append(_ row: [String]) { rows.append(row) }

    /// Tab-separated lines without alignment or cuts: tab, newline, carriage return and backslash
    /// inside a cell are written `\t`, `\n`, `\r`, `\\`, what a terminal would obey `\u{…}`.
    public func tabSeparated(withTitles: Bool = false) -> String {
        var text = ""
        for row in (withTitles ? [columns.map(\.title)] : []) + rows {
            text += filled(row).map(Table.escaped).joined(separator: "\t") + "\n"
        }
        return text
    }

    func filled(_ row: [String]) -> [String] {
        columns.indices.map { $0 < row.count ? row[$0] : "" }
    }

    private static func escaped(_ cell: String) -> String {
        var result = ""
        for scalar in cell.unicodeScalars {
            switch scalar {
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\\": result += "\\\\"
            default:
                if TerminalSafe.isUnsafe(scalar) {
                    result += TerminalSafe.escape(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}
