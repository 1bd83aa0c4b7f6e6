public import SQLite

/// Why a store did not do what was asked of it.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure that a program acts on.
    public enum Code: Hashable, Sendable, CaseIterable {
        /// Another program was writing for longer than the wait allowed.
        case busy
        /// There is no space left.
        case full
        /// The store may not be written.
        case readOnly
        /// A later program has written the store.
        case tooNew
        /// What lies there is no store of this kind.
        case notAStore
        /// A row or a file is not as it was written.
        case damaged
        /// The folder cannot be found or made.
        case missing
        /// The disk failed; whether the last change lasts is unknown until it is opened again.
        case io
        /// This program broke a rule of its own: a fault to report.
        case brokenInvariant
    }

    /// The kind.
    public let code: Code
    /// One sentence for a person: what was tried, on what, why it failed, what to do.
    public let message: String
    /// What SQLite said; nil if it was not asked.
    public let cause: SQLiteError?

    /// Takes the parts.
    public init(_ code: Code, _ message: String, cause: SQLiteError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The sentence.
    public var description: String { message }

    /// Compares the codes only.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
