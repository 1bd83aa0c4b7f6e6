/// What an op changes, as far as rights go (Protocol/03-replication.md, 1).
public enum OpClass: UInt32, Hashable, Sendable, CaseIterable {
    /// A new annotation or reply.
    case make = 0
    /// A change of an existing annotation or reply.
    case note = 1
    /// A new article, or a change of one.
    case article = 2
    /// A change of the set itself.
    case set = 3
}
