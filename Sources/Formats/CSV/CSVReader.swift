/// Takes comma-separated values apart, row by row (RFC 4180).
///
/// Rows end with CRLF, LF or CR; quoted cells hold commas, line ends and doubled quotation marks; a
/// byte order mark at the start is left out, and so are empty lines. A quotation mark
/// within an unquoted cell is text.
public struct CSVReader: Sendable {
    /// The most cells of a row.
    private static let cellsMax = 4096
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// What a file holds next.
    public enum Item: Equatable, Sendable {
        /// A row.
        case row(CSVRow)
        /// A row that cannot be read: the line on which it begins, and why, in lower case.
        case bad(line: Int, why: String)
    }

    private let octets: [UInt8]
    private let separator: UInt8
    private var index: Int
    private var line = 1

    /// Reads octets, UTF-8, from their start; the separator stands between cells.
    public init(_ octets: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
        self.octets = octets
        self.separator = separator
        index = octets.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row; nil behind the last one.
    public mutating func next() -> Item? {
        while index < octets.count, isAtLineEnd { skipLineEnd() }
        guard index < octets.count else { return nil }
        var row = CSVRow(line: line, cells: [])
        let why = read(&row)
        return why.map { .bad(line: row.line, why: $0) } ?? .row(row)
    }

    private var isAtLineEnd: Bool {
        octets[index] == Self.lineFeed || octets[index] == Self.carriageReturn
    }

    /// Reads a row and its end; gives the reason if that cannot be.
    private mutating func read(_ row: inout CSVRow) -> String? {
        var why: String?
        while true {
            let isQuoted = index < octets.count && octets[index] == Self.quote
            let cell = isQuoted ? quotedCell() : plainCell()
            if row.cells.count == Self.cellsMax {
                why = why ?? "it has more than \(Self.cellsMax) cells"
            } else if let text = cell.text {
                row.cells.append(text)
            }
            why = why ?? cell.why
            guard index < octets.count, octets[index] == separator else { break }
            index += 1
        }
        skipLineEnd()
        return why
    }

    private mutating func plainCell() -> (text: String?, why: String?) {
        let start = index
        skipToEndOfCell()
        return text(octets[start..<index])
    }

    private mutating func skipToEndOfCell() {
        while index < octets.count {
            let octet = octets[index]
            if octet == separator || octet == Self.lineFeed || octet == Self.carriageReturn {
                return
            }
            index += 1
        }
    }

    private mutating func quotedCell() -> (text: String?, why: String?) {
        let opened = line
        index += 1
        var start = index
        var cell: [UInt8] = []
        while index < octets.count {
            let octet = octets[index]
            if octet == Self.quote {
                guard index + 1 < octets.count, octets[index + 1] == Self.quote else {
                    return closed(cell, octets[start..<index])
                }
                cell += octets[start...index]
                index += 2
                start = index
            } else {
                countLine(at: index)
                index += 1
            }
        }
        return (nil, "the quotation mark on line \(opened) is closed nowhere in the file")
    }

    /// Ends a quoted cell at the quotation mark that closes it.
    private mutating func closed(
        _ cell: [UInt8], _ rest: ArraySlice<UInt8>
    ) -> (text: String?, why: String?) {
        index += 1
        let end = index
        skipToEndOfCell()
        if index > end {
            return (nil, "there is text between a closing quotation mark and the end of the cell")
        }
        return cell.isEmpty ? text(rest) : text((cell + rest)[...])
    }

    private func text(_ octets: ArraySlice<UInt8>) -> (text: String?, why: String?) {
        let text = String(validating: octets, as: UTF8.self)
        return (text, text == nil ? "it is not UTF-8" : nil)
    }

    private mutating func skipLineEnd() {
        guard index < octets.count else { return }
        countLine(at: index)
        index += 1
        if octets[index - 1] == Self.carriageReturn, index < octets.count,
            octets[index] == Self.lineFeed
        {
            countLine(at: index)
            index += 1
        }
    }

    /// Counts a line at its line feed, or at a carriage return without one.
    private mutating func countLine(at index: Int) {
        let octet = octets[index]
        let next = index + 1 < octets.count ? octets[index + 1] : 0
        if octet == Self.lineFeed || (octet == Self.carriageReturn && next != Self.lineFeed) {
            line += 1
        }
    }
}
