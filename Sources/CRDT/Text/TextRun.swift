/// One change of a text: from a position on, some code points go and some come.
public struct TextRun: Hashable, Sendable {
    /// Where, in code points of the text that the runs before left; beyond the end means at the
    /// end.
    public var position: Int
    /// How many code points go from there on; beyond the end means up to the end.
    public var deleted: Int
    /// What comes in their place.
    public var inserted: String

    /// Takes the values as they are: what they mean for a text is clamped where they are applied.
    public init(position: Int, deleted: Int, inserted: String) {
        self.position = position
        self.deleted = deleted
        self.inserted = inserted
    }

    /// Compares `inserted` by UTF-8 bytes: canonically equivalent texts differ.
    public static func == (left: Self, right: Self) -> Bool {
        left.position == right.position && left.deleted == right.deleted
            && left.inserted.utf8.elementsEqual(right.inserted.utf8)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(position)
        hasher.combine(deleted)
        for octet in inserted.utf8 { hasher.combine(octet) }
    }
}
