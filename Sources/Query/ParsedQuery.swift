/// A query that was understood.
public struct ParsedQuery: Hashable, Sendable {
    /// What has to hold.
    public let expression: QueryExpression
    /// The order that is asked for; nil if none is.
    public let order: QueryOrder?

    /// Takes the parts.
    public init(expression: QueryExpression, order: QueryOrder?) {
        self.expression = expression
        self.order = order
    }
}
