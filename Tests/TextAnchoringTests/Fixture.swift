import Foundation
import Markdown
import Octets
import TextAnchoring

/// The articles in `Fixtures/articles`.
enum Fixture: String, CaseIterable {
    case harbour = "harbour.txt"
    case lighthouse = "lighthouse.md"
    case bagh = "bagh.txt"
    case chaya = "chaya.txt"
    case rang = "rang.txt"
    case cafe = "cafe.txt"
    case train = "train.txt"

    static let plain = allCases.filter { $0 != .lighthouse }

    var source: String {
        get throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Fixtures/articles")
            return try SourceText.decode(Array(Data(contentsOf: folder.appending(path: rawValue))))
        }
    }

    var article: ExtractedArticle {
        get throws {
            self == .lighthouse
                ? try MarkdownExtractor.extract(source) : try PlainTextExtractor.extract(source)
        }
    }
}

/// Stands for the hash of a version.
func version(_ number: UInt64) -> Octets32 {
    Octets32(first: .zero, second: Octets16(high: 0, low: number))
}
