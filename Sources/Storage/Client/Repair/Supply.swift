public import AnnotationModel
public import WireFormat

/// What a server sent to fill the gaps of a store's logs; believed as far as the chains prove it.
public struct Supply: Sendable {
    /// Records by set.
    public var records: [SetID: [Record]] = [:]
    /// Whole membership logs by set.
    public var members: [SetID: [MemberEntry]] = [:]

    /// Nothing.
    public init() {}

    /// Whether there is nothing in it.
    public var isEmpty: Bool { records.isEmpty && members.isEmpty }
}
