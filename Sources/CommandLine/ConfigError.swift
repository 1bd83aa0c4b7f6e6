/// Why a configuration file cannot be read.
public struct ConfigError: Error, Sendable, Equatable {
    /// The line, from 1; nil where the file as a whole is wrong.
    public let line: Int?
    /// What is wrong, as a part of a sentence.
    public let message: String

    init(_ line: Int?, _ message: String) {
        self.line = line
        self.message = message
    }
}
