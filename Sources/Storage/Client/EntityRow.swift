public import AnnotationModel
public import Replication
public import SyncEngine

/// An annotation or an article as a person sees it.
public struct EntityRow: Hashable, Sendable {
    /// The set it lies in.
    public let set: SetID
    /// Its id.
    public let id: EntityID
    /// Its shown state.
    public let state: EntityState
    /// Whether it has a token of its own: whether it is not deleted.
    public let isAlive: Bool
    /// Whether its article is not deleted; of an article, the same as `isAlive`.
    public let articleIsAlive: Bool
    /// The text shown; nil for an article, and where none is worked out.
    public let text: BodyText?
    /// Whether changes of it have not come back from the server.
    public let isUnsynced: Bool

    /// Takes the parts.
    public init(
        set: SetID, id: EntityID, state: EntityState, isAlive: Bool, articleIsAlive: Bool,
        text: BodyText?, isUnsynced: Bool
    ) {
        self.set = set
        self.id = id
        self.state = state
        self.isAlive = isAlive
        self.articleIsAlive = articleIsAlive
        self.text = text
        self.isUnsynced = isUnsynced
    }
}
