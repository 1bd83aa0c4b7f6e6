/// What a writer makes.
public enum ExchangeOutput: Equatable, Sendable {
    /// One text.
    case text(String)
    /// Files for a folder, each under its name.
    case files([ExchangeFile])
}
