import Foundation

/// The rules of the house, each a function from a file to what it found there.
enum Rules {
    /// Paths that exist on the machine of whoever wrote them only.
    static func machinePaths(path: String, text: String) -> [String] {
        let foreign = ["work", "root"].map { "/\($0)/" }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap {
            index, line in
            foreign.filter { holds(String(line), path: $0) }.map {
                "\(path):\(index + 1): names \($0)"
            }
        }
    }

    /// Whether the path begins there: not within a longer path or an address.
    private static func holds(_ line: String, path: String) -> Bool {
        let parts = line.components(separatedBy: path)
        return parts.dropLast().contains { before in
            guard let last = before.unicodeScalars.last else { return true }
            return !last.properties.isAlphabetic
                && !"0123456789_-.~}*".unicodeScalars.contains(last)
        }
    }
}
