import Crypto
import Formats
import Octets

/// What an article is known by of which a file of another program tells (Protocol/01-model.md, 6).
enum WorkName {
    private static let prefix = "urn:postil:work:"

    /// The normalised address or, where that is none of the web, the address as it came; of a work
    /// without one, a name made of its title and author.
    static func url(of work: ExchangeWork) -> String {
        if let url = work.url, !url.isEmpty { return URLNormalizer.normalize(url) ?? url }
        var input = Array("postil work 1".utf8)
        withUnsafeBytes(of: UInt64(work.title.utf8.count).bigEndian) { input += $0 }
        input += work.title.utf8
        input += (work.author ?? "").utf8
        return prefix + BLAKE2b.hash(input).first.hex
    }

    /// Whether an article's address is such a name, which says nothing to a person.
    static func isOne(_ url: String) -> Bool { url.utf8.starts(with: prefix.utf8) }
}
