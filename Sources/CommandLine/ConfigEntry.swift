/// One setting as a configuration file says it.
public struct ConfigEntry: Sendable, Equatable {
    /// Section and key in lower case, such as `read.width`.
    public let name: String
    /// The value without its quotes.
    public let value: String
    /// The line, from 1.
    public let line: Int
    /// The octets of the file that hold the value as it is written, half-open.
    let place: Range<Int>
}
