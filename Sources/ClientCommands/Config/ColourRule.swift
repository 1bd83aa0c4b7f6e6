/// When output is coloured.
public enum ColourRule: String, CaseIterable, Sendable {
    /// On a terminal that is not dumb.
    case auto
    /// In a pipe, too.
    case always
    /// Not at all.
    case never
}
