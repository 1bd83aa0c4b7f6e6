/// Conditions, put together; as deep as the parser lets it be.
public indirect enum QueryExpression: Hashable, Sendable {
    /// One condition.
    case term(QueryTerm)
    /// The opposite.
    case not(QueryExpression)
    /// All of them; of none, true.
    case all([QueryExpression])
    /// At least one of them.
    case any([QueryExpression])

    /// Whether it holds, if `judge` says of a condition whether that does; asks for no condition
    /// that does not matter.
    ///
    /// - Throws: whatever `judge` throws.
    public func holds(_ judge: (QueryTerm) throws -> Bool) rethrows -> Bool {
        switch self {
        case .term(let term): try judge(term)
        case .not(let part): try !part.holds(judge)
        case .all(let parts): try parts.allSatisfy { try $0.holds(judge) }
        case .any(let parts): try parts.contains { try $0.holds(judge) }
        }
    }

    /// The conditions in it, in the order of the query.
    public var terms: [QueryTerm] {
        switch self {
        case .term(let term): [term]
        case .not(let part): part.terms
        case .all(let parts), .any(let parts): parts.flatMap(\.terms)
        }
    }
}
