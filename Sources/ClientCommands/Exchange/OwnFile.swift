import Crypto
import Glibc

/// A Markdown file that this program wrote: its head says a sum of the rest, so that what a person
/// wrote in it since is seen.
enum OwnFile {
    private static let name = "postil-sum: "

    /// The text with its sum at the end of its head; a text without a head as it is.
    static func stamped(_ text: String) -> String {
        guard text.hasPrefix("---\n"), let end = text.firstRange(of: "\n---\n") else { return text }
        var text = text
        text.insert(contentsOf: "\n" + name + sum(text), at: end.lowerBound)
        return text
    }

    /// Whether there is a file, and it is not as this program wrote it.
    /// - Throws: `CommandFailure` if it cannot be read.
    static func wasChanged(_ path: String) throws -> Bool {
        guard access(path, F_OK) == 0 else { return false }
        let text = String(decoding: try SourceFile.read(path), as: UTF8.self)
        guard let start = text.firstRange(of: "\n" + name),
            let end = text[start.upperBound...].firstRange(of: "\n")
        else { return true }
        let said = text[start.upperBound..<end.lowerBound]
        return !said.utf8.elementsEqual(
            sum(String(text[..<start.lowerBound] + text[end.lowerBound...])).utf8)
    }

    private static func sum(_ text: String) -> String {
        String(BLAKE2b.hash(Array(text.utf8)).hex.prefix(32))
    }
}
