/// A row of a CSV file.
public struct CSVRow: Equatable, Sendable {
    /// The line in the file on which it begins, from 1.
    public var line: Int
    /// Its cells, unquoted; at least one.
    public var cells: [String]

    /// Takes the parts.
    public init(line: Int, cells: [String]) {
        self.line = line
        self.cells = cells
    }
}
