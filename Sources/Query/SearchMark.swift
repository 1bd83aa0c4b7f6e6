public import AnnotationModel
import Octets

/// Something an index knows of an annotation beside its words.
///
/// What has no mark does not have the property; what has one need not have it, for marks are of
/// every value that a register holds, shown or not.
public enum SearchMark: Hashable, Sendable {
    /// A tag, whatever its case.
    case tag(String)
    /// The account that made it.
    case author(AccountID)
    /// Who made it in another program, by name.
    case creator(String)
    /// The accounts whose ids, in hex, begin so.
    case authors(String)
    /// An article it may be on, by the beginning of the id in hex.
    case article(String)
    /// A colour that was chosen; nil where none was.
    case colour(String?)
    /// A state.
    case state(QueryState)
    /// A text, or any tag.
    case part(QueryPart)
    /// Nobody has worked the text out: it may hold anything.
    case unread

    /// The word that stands for it in an index; the words of texts hold no private-use sign.
    public var token: SearchPattern.Token {
        var octets = Array("\u{E000}".utf8)
        var isPrefix = false
        switch self {
        case .tag(let name): octets += Array("t".utf8) + Self.joined(name)
        case .creator(let name): octets += Array("o".utf8) + Self.joined(name)
        case .author(let account): octets += Array("a\(Self.hex(account.octets))".utf8)
        case .authors(let prefix):
            octets += Array("a\(prefix)".utf8)
            isPrefix = true
        case .article(let id):
            octets += Array("d\(id)".utf8)
            isPrefix = id.utf8.count < 32
        case .colour(let name): octets += Array("c\(name.map { "x" + $0 } ?? "")".utf8)
        case .state(let state): octets += Array("s\(state.rawValue)".utf8)
        case .part(let part): octets += Array("p\(part.rawValue)".utf8)
        case .unread: octets += Array("u".utf8)
        }
        return SearchPattern.Token(octets: octets, isPrefix: isPrefix)
    }

    /// The folded words of a name; the spaces between them would divide the token.
    private static func joined(_ name: String) -> [UInt8] {
        let space = Array("\u{E001}".utf8)
        return SearchText(name).octets.flatMap { $0 == 0x20 ? space : [$0] }
    }

    private static func hex(_ octets: Octets16) -> String { Alphabet.hex.text(octets.octets) }
}
