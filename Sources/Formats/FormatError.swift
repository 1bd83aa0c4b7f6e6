/// Why a file as a whole cannot be read.
public struct FormatError: Error, Hashable, Sendable {
    /// The line, from 1; nil if it is about the whole.
    public let line: Int?
    /// A sentence that begins in lower case.
    public let why: String

    /// Takes the parts.
    public init(line: Int? = nil, _ why: String) {
        self.line = line
        self.why = why
    }
}
