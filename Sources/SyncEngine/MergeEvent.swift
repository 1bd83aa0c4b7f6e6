public import AnnotationModel
public import CRDT
public import Replication

/// Something that a merge joined or had to choose, kept so that nothing is merged silently.
public struct MergeEvent: Hashable, Sendable {
    /// What was merged.
    public enum What: UInt8, Hashable, Sendable, CaseIterable {
        /// Two edits of one text.
        case text = 1
        /// Two values of one register; the larger timestamp is shown.
        case register = 2
        /// A deletion, and content that it had not seen: kept.
        case kept = 3
    }

    /// What was merged.
    public let what: What
    /// The entity.
    public let entity: EntityID
    /// The register; for a text, the text's.
    public let register: OpKind
    /// The op that came in.
    public let op: Identity
    /// Who wrote it.
    public let author: AccountID
    /// The text shown before; empty for others.
    public let before: String
    /// When it was merged here, milliseconds since 1970.
    public let milliseconds: UInt64

    /// Takes the parts.
    public init(
        what: What, entity: EntityID, register: OpKind, op: Identity, author: AccountID,
        before: String, milliseconds: UInt64
    ) {
        self.what = what
        self.entity = entity
        self.register = register
        self.op = op
        self.author = author
        self.before = before
        self.milliseconds = milliseconds
    }
}
