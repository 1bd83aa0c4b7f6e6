/// Whether an annotation and its replies still ask for attention.
public enum ThreadStatus: String, CaseIterable, Hashable, Sendable {
    /// Asks for attention.
    case open
    /// Is settled.
    case closed
}
