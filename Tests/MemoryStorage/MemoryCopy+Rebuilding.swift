import CRDT
public import Replication
public import SyncEngine
public import WireFormat

extension MemoryCopy: RebuildableCopy {
    /// The record at a place of the log.
    public func record(at seq: UInt64) throws -> Record? {
        seq == 0 ? nil : own.records.dropFirst(Int(clamping: seq - 1)).first
    }

    /// The ops that have not come back, by ascending counter.
    public func pendingOps() throws -> [PlacedOp] {
        own.outbox.compactMap { content.placed[$0]?.op }
            .sorted { $0.dot.counter < $1.dot.counter }
    }

    /// Removes all that follows from log and outbox.
    public func forgetDerived() throws {
        try resetContent()
        own.outbox = []
    }
}
