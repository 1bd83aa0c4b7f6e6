import AnnotationModel

/// What may stand before a colon in a query.
public enum QueryField: String, Hashable, Sendable, CaseIterable {
    /// A tag.
    case tag
    /// Who made it.
    case user
    /// The set it lies in.
    case set
    /// The article it is on, by the beginning of its id.
    case doc
    /// The address of that article.
    case url
    /// Words that are highlighted.
    case quote
    /// Words of the text.
    case note
    /// The colour.
    case color
    /// A state.
    case `is`
    /// A part.
    case has
    /// The earliest time it may have been made at.
    case since
    /// The latest.
    case until
    /// The order of the answer.
    case sort

    /// The field of a name or of one of its synonyms; nil if there is none.
    public init?(named name: String) {
        switch name {
        case "uri": self = .url
        case "text": self = .note
        case "colour": self = .color
        default:
            guard let field = QueryField(rawValue: name) else { return nil }
            self = field
        }
    }

    /// All names, synonyms included.
    public static var names: [String] { allCases.map(\.rawValue) + ["uri", "text", "colour"] }

    /// The values that the field can have; nil if it can have any.
    public var values: [String]? {
        switch self {
        case .is: QueryState.allCases.map(\.rawValue)
        case .has: QueryPart.allCases.map(\.rawValue)
        case .color: Colour.allCases.map(\.rawValue)
        case .sort: QueryOrder.allCases.map(\.rawValue)
        default: nil
        }
    }
}
