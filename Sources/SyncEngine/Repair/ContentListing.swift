public import AnnotationModel
public import CRDT
public import Replication

/// A set whose confirmed content can be read as a whole.
public protocol ContentListing: ReplicatedSet {
    /// Calls `body` for each entity that has something confirmed, with the identities of its
    /// tokens, ascending.
    func forEachEntity(_ body: (EntityID, EntityState, [Identity]) throws -> Void) throws
}
