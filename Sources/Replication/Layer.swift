/// The two states a replica holds of a set.
public enum Layer: Hashable, Sendable {
    /// What the server's log says.
    case confirmed
    /// What a person sees: the confirmed state and the replica's own ops that have not come back
    /// yet.
    case shown
}
