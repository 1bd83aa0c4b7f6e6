/// What a person wants explained.
public struct HelpRequest: Sendable, Equatable {
    /// The command's path of names, or a topic's name; empty for the overview.
    public let path: [String]
    /// Whether all is wanted (`help CMD`, `--help`) or the gist (`-h`).
    public let isLong: Bool

    /// Makes a request.
    public init(_ path: [String], isLong: Bool) {
        self.path = path
        self.isLong = isLong
    }
}
