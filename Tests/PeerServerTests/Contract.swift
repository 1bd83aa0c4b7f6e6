import Foundation
import JSON
import Testing

/// What Protocol/ says, for tests that hold the program to it.
enum Contract {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Protocol")

    /// The rows of the table in a chapter whose head begins with this word, cell by cell.
    static func rows(_ chapter: String, under word: String) throws -> [[String]] {
        let text = try String(contentsOf: folder.appending(path: chapter), encoding: .utf8)
        let lines = text.components(separatedBy: "\n")
        let head = try #require(lines.firstIndex { $0.hasPrefix("| \(word) |") })
        return lines[(head + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            line.components(separatedBy: "|").dropFirst().dropLast().map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
    }

    /// What stands between backticks.
    static func code(in cell: String) -> [String] {
        let parts = cell.components(separatedBy: "`")
        return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
    }

    /// openapi.json.
    static func description() throws -> JSONValue {
        try JSONReader.parse(
            Array(try Data(contentsOf: folder.appending(path: "openapi.json"))))
    }
}
