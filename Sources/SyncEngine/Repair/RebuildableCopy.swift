public import Replication
public import WireFormat

/// A copy that can be worked out anew from the log that it keeps.
public protocol RebuildableCopy: CopyStore {
    /// The record at a place of the log; nil if it is not here.
    func record(at seq: UInt64) throws -> Record?
    /// The ops that are pending, in the order in which they were put here, whether or not the
    /// outbox has them, and whatever replica issued them.
    func pendingOps() throws -> [PlacedOp]
    /// Removes all that follows from log and outbox: ops, states, tokens, texts, ends of chains,
    /// the content hash and the outbox itself.
    func forgetDerived() throws
}
