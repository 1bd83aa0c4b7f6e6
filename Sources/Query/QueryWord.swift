/// A word of a query as it stands there.
struct QueryWord {
    /// What stands before the colon, in lower case; nil if there is none or it is no field.
    let field: String?
    /// What stands behind it.
    let value: String
    /// Whether the value is in quotes: its words then are whole.
    let isQuoted: Bool
    /// Where it all stands, in code points.
    let place: Range<Int>
}
