/// A file that a writer makes.
public struct ExchangeFile: Hashable, Sendable {
    /// Its name: one path component of letters, digits, hyphens and one full stop.
    public let name: String
    /// What it holds, UTF-8 when written.
    public let text: String

    /// Takes the parts.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
