public import AnnotationModel
public import WireFormat

/// What a server sent to fill the gaps of a store's logs; believed as far as the chains prove it.
public struct Supply: Sendable {
    /// Records by set.
    public var records: [SetID: [Record]] = [:]
    /// Whole membership logs by set.
    public var members: [SetID: [MemberEntry]] = [:]
    /// Sets of which the server has shown that its log is the store's: what of it the store cuts
    /// off comes back.
    public var proven: Set<SetID> = []

    /// Nothing.
    public init() {}
}
