/// Writes comma-separated values, rows ended by CRLF (RFC 4180).
public struct CSVWriter: Sendable {
    /// Whether spreadsheets are kept from taking text for formulas (`FormulaGuard`).
    public let isGuarded: Bool
    /// What has been written so far.
    public private(set) var text: String

    /// Nothing yet but, with a mark, the byte order mark by which some spreadsheets know UTF-8.
    public init(isGuarded: Bool, hasMark: Bool = false) {
        self.isGuarded = isGuarded
        text = hasMark ? "\u{FEFF}" : ""
    }

    /// Writes a row of at least one cell.
    public mutating func row(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { text += "," }
            append(isGuarded ? FormulaGuard.guarded(cell) : cell, isAlone: cells.count == 1)
        }
        text += "\r\n"
    }

    /// A row of one empty cell would be an empty line, which readers leave out.
    private mutating func append(_ cell: String, isAlone: Bool) {
        let needsQuotes = cell.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
                || $0 == UInt8(ascii: "\r")
        }
        // Some readers trim unquoted cells, and take a mark at the start of a file for its own.
        let hasEdge = cell.utf8.first.map { $0 <= 0x20 || $0 == 0xEF } ?? isAlone
        guard needsQuotes || hasEdge || cell.utf8.last == 0x20 else {
            text += cell
            return
        }
        text += "\""
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { text.unicodeScalars.append("\"") }
            text.unicodeScalars.append(scalar)
        }
        text += "\""
    }
}
