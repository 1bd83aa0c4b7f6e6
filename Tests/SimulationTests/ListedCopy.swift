import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine

/// A copy whose contents a person can leaf through.
protocol ListedCopy: CopyStore {
    /// The entities that have a state or a token in the layer, ascending.
    func entities(_ layer: Layer) throws -> [EntityID]
    /// The op of a first issue, unless it was refused.
    func standing(_ identity: Identity) throws -> PlacedOp?
}

extension MemoryCopy: ListedCopy {
    func standing(_ identity: Identity) throws -> PlacedOp? {
        content.ops.last { $0.identity == identity && !$0.verdict.isRefusal }
    }
}
