public import AnnotationModel
public import WireFormat

/// A record that a server had and lost, kept until it has it again (Protocol/05-sync.md, 7).
public struct LostRecord: Hashable, Sendable {
    /// What has become of it.
    public enum Fate: UInt8, Hashable, Sendable, CaseIterable {
        /// It is to be brought to the server.
        case waiting = 1
        /// It was brought: it comes back in the log, or is given up when all of that is read.
        case delivered = 2
        /// It was given up and is of somebody else: it is kept here and not shown.
        case aside = 3
        /// It is not this store's to prove: somebody else may bring it, and it is shown until then.
        case deferred = 4
    }

    /// The record, with what its receipt signs.
    public let again: RecordAgain
    /// The account that wrote it.
    public let author: AccountID
    /// What has become of it.
    public var fate: Fate

    /// Takes the parts.
    public init(again: RecordAgain, author: AccountID, fate: Fate = .waiting) {
        self.again = again
        self.author = author
        self.fate = fate
    }

    /// Whether it is to be sent: what is known from a snapshot alone nobody can bring.
    var isToBring: Bool { fate == .waiting && again.record.isWhole }

    /// The bundle.
    public var bundle: Bundle { again.record.bundle }
}
