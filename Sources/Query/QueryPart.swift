/// What an annotation can have, as `has:` asks for it.
public enum QueryPart: String, Hashable, Sendable, CaseIterable {
    /// A text.
    case note
    /// A tag.
    case tag
    /// A living reply.
    case reply
}
