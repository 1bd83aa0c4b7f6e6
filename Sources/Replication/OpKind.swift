/// The number of an op's kind, which carries all that is needed to judge and merge the op when the
/// kind itself is unknown (Protocol/09-codes.md).
///
/// Bits from the lowest: content, keep, create, class (three bits), number.
public struct OpKind: Hashable, Sendable {
    /// The number with its flags, as on the wire.
    public let raw: UInt32

    /// Takes any number, also one this program does not know.
    public init(raw: UInt32) {
        self.raw = raw
    }

    /// Puts a number and its flags together.
    public init(
        number: UInt32, _ opClass: OpClass, creates: Bool = false, keeps: Bool = false,
        isContent: Bool = false
    ) {
        raw =
            number << 6 | opClass.rawValue << 3 | (creates ? 4 : 0) | (keeps ? 2 : 0)
            | (isContent ? 1 : 0)
    }

    /// The class; nil for one that this program does not know, which is refused.
    public var opClass: OpClass? { OpClass(rawValue: raw >> 3 & 7) }
    /// Whether the op makes its entity.
    public var creates: Bool { raw & 4 != 0 }
    /// Whether the op leaves a live value.
    public var keeps: Bool { raw & 2 != 0 }
    /// Whether the op keeps its entity alive.
    public var isContent: Bool { raw & 1 != 0 }

    /// Whether ops of this kind carry runs of the entity's text, the creating ones included.
    public var isText: Bool { self == .annotate || self == .reply || self == .text }
}

extension OpKind {
    /// A new annotation on an article: a highlight, a comment on a passage, or a page note.
    public static let annotate = OpKind(
        number: 1, .make, creates: true, keeps: true, isContent: true)
    /// A new reply to an annotation.
    public static let reply = OpKind(number: 2, .make, creates: true, keeps: true, isContent: true)
    /// A change of an annotation's text.
    public static let text = OpKind(number: 3, .note, keeps: true, isContent: true)
    /// A colour.
    public static let colour = OpKind(number: 4, .note, keeps: true)
    /// Open or closed.
    public static let status = OpKind(number: 5, .note, keeps: true)
    /// A tag put on.
    public static let tag = OpKind(number: 6, .note, keeps: true)
    /// A tag taken off.
    public static let untag = OpKind(number: 7, .note)
    /// A deletion of an annotation.
    public static let delete = OpKind(number: 8, .note)
    /// The undo of a deletion of an annotation.
    public static let revive = OpKind(number: 9, .note, isContent: true)
    /// An annotation attached by hand to other words.
    public static let reattach = OpKind(number: 10, .note, keeps: true)
    /// An article added, or another version of it.
    public static let addArticle = OpKind(
        number: 11, .article, creates: true, keeps: true, isContent: true)
    /// An article's title.
    public static let title = OpKind(number: 12, .article, keeps: true)
    /// A deletion of an article.
    public static let deleteArticle = OpKind(number: 13, .article)
    /// The undo of a deletion of an article.
    public static let reviveArticle = OpKind(number: 14, .article, isContent: true)
    /// The set's name.
    public static let setName = OpKind(number: 15, .set, keeps: true)

    /// Where an annotation comes from that was made in another program.
    public static let origin = OpKind(number: 16, .note, keeps: true)

    /// The kind whose register the values of this kind lie in: a creation's live value is its text
    /// or title.
    public var register: OpKind {
        switch self {
        case .annotate, .reply: .text
        case .addArticle: .title
        default: self
        }
    }
}
