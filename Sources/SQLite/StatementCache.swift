/// The compiled statements of a connection, found by the text they were compiled from.
struct StatementCache {
    /// Statements written in the source: their number is that of the source, so no bound is needed.
    private var literals: [UnsafeRawPointer: PreparedStatement] = [:]
    /// Statements put together at run time, by UTF-8 bytes.
    private var composed: [[UInt8]: PreparedStatement] = [:]
    private static let composedMax = 64

    subscript(literal: StaticString) -> PreparedStatement? {
        get { literals[literal.utf8Start] }
        set { literals[literal.utf8Start] = newValue }
    }

    subscript(composed sql: [UInt8]) -> PreparedStatement? {
        get { composed[sql] }
        set {
            if composed.count >= Self.composedMax { composed.removeAll() }
            composed[sql] = newValue
        }
    }

    mutating func removeAll() {
        literals.removeAll()
        composed.removeAll()
    }
}
