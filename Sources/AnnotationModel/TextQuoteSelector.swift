/// Finds a passage by its words and by what stands around it (Web Annotation Data Model, 4.2.4).
///
/// Equal when the UTF-8 bytes are equal: a composed and a decomposed letter differ.
public struct TextQuoteSelector: Hashable, Sendable {
    /// The passage, as the article has it.
    public let exact: String
    /// What stands directly before the passage; empty at the start of the article.
    public let prefix: String
    /// What stands directly after the passage; empty at the end of the article.
    public let suffix: String

    /// Takes the three texts as they stand in the article.
    public init(exact: String, prefix: String, suffix: String) {
        self.exact = exact
        self.prefix = prefix
        self.suffix = suffix
    }

    /// Compares UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.exact.utf8.elementsEqual(right.exact.utf8)
            && left.prefix.utf8.elementsEqual(right.prefix.utf8)
            && left.suffix.utf8.elementsEqual(right.suffix.utf8)
    }

    /// Hashes the passage alone; equal selectors hash alike.
    public func hash(into hasher: inout Hasher) {
        for byte in exact.utf8 { hasher.combine(byte) }
    }
}
