/// Why a query was not understood.
public struct QueryError: Error, Hashable, Sendable {
    /// Where in the query, in code points.
    public let place: Range<Int>
    /// A sentence that begins in lower case.
    public let what: String
    /// What to write.
    public let hint: String

    /// Takes the parts.
    public init(_ place: Range<Int>, _ what: String, hint: String) {
        self.place = place
        self.what = what
        self.hint = hint
    }
}
