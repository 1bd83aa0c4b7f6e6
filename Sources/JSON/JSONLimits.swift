/// How much JSON a reader takes from a stranger.
public struct JSONLimits: Sendable {
    /// The deepest nesting of lists and objects.
    public var depthMax = 32
    /// The longest text in bytes.
    public var bytesMax = 1 << 20

    /// The limits of a management request: 32 levels, 1 MiB.
    public init() {}

    /// Other limits; the depth is also a depth of recursion, so it stays below a few hundred.
    public init(depthMax: Int, bytesMax: Int) {
        self.depthMax = min(depthMax, 256)
        self.bytesMax = bytesMax
    }
}
