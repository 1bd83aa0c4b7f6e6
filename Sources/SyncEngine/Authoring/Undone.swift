public import AnnotationModel
public import Replication

/// What taking ops back came to.
public struct Undone {
    /// An op that stays, and why.
    public struct Left {
        /// Why an op cannot be taken back.
        public enum Reason: Hashable, Sendable {
            /// Something else was put in its place, or written on what it made.
            case changedSince(by: AccountID)
            /// Nothing of it is left: it was taken back or undone otherwise.
            case gone
            /// The server refused it, and it changed nothing.
            case refused
        }

        /// The op.
        public let op: PlacedOp
        /// Why it stays.
        public let reason: Reason
    }

    /// The ops that restore what was before.
    public internal(set) var written: [PlacedOp] = []
    /// What was not taken back.
    public internal(set) var left: [Left] = []
    /// What was deleted and lives again because something was written on it.
    public internal(set) var alongside: [EntityID] = []
}
