/// A CSV file whose first row names its columns, which may stand in any order.
struct CSVTable {
    private var reader: CSVReader
    /// The names in the first row.
    let names: [String]
    private let columns: [String: Int]

    /// A row by the names of its columns.
    struct Record {
        let line: Int
        let cells: [String]
        fileprivate let columns: [String: Int]

        /// The cell of a column; nil if there is no such column or the cell is empty.
        subscript(name: String) -> String? {
            guard let index = columns[CSVTable.folded(name)] else { return nil }
            return cells[index].utf8.isEmpty ? nil : cells[index]
        }
    }

    enum Item {
        case record(Record)
        case bad(line: Int, why: String)
    }

    /// Spreadsheets write semicolons where the comma divides the decimals of numbers.
    private static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

    /// Reads the row of names, with whichever separator one of these columns is among them.
    /// - Throws: `FormatError` if there is none, or none of these columns is among them.
    init(_ octets: [UInt8], needs needed: [String]) throws(FormatError) {
        for separator in Self.separators {
            var reader = CSVReader(octets, separator: separator)
            let names: [String]
            switch reader.next() {
            case nil: throw FormatError("it is empty, and its first row should name the columns")
            case .bad(let line, let why):
                if separator != Self.separators.last { continue }
                throw FormatError(line: line, "the row that names the columns is not read: \(why)")
            case .row(let row): names = row.cells
            }
            var columns: [String: Int] = [:]
            for (index, name) in names.enumerated() where columns[Self.folded(name)] == nil {
                columns[Self.folded(name)] = index
            }
            guard needed.contains(where: { columns[Self.folded($0)] != nil }) else { continue }
            self.reader = reader
            self.names = names
            self.columns = columns
            return
        }
        let list = needed.map { "“\($0)”" }.joined(separator: " or ")
        throw FormatError(line: 1, "the first row names no column \(list)")
    }

    /// The next row; nil behind the last one.
    mutating func next() -> Item? {
        switch reader.next() {
        case nil: return nil
        case .bad(let line, let why): return .bad(line: line, why: why)
        case .row(let row):
            guard row.cells.count == names.count else {
                let cells = row.cells.count == 1 ? "1 cell" : "\(row.cells.count) cells"
                return .bad(line: row.line, why: "it has \(cells) under \(names.count) names")
            }
            return .record(Record(line: row.line, cells: row.cells, columns: columns))
        }
    }

    /// People change the case of headings and leave spaces around them.
    fileprivate static func folded(_ name: String) -> String {
        TextParts.trimmed(name).lowercased()
    }
}
