public import AnnotationModel
public import CRDT
public import Replication

/// Something the person wrote that has no place in the set: kept on this store alone, with the
/// reason.
public struct DrawerItem: Hashable, Sendable {
    /// Why it is here.
    public enum Reason: UInt8, Hashable, Sendable, CaseIterable {
        /// The server refused it: not allowed.
        case denied = 1
        /// It leaned on something that was refused.
        case depends = 2
        /// What it is about is gone.
        case gone = 3
        /// The server does not know its class.
        case unknownClass = 4
        /// Its form is wrong.
        case malformed = 5
        /// The account is not a member any more.
        case removed = 6
        /// The server lost what it leaned on.
        case lostBase = 7

        /// Whether the server judged it so.
        public var isVerdict: Bool { self != .removed && self != .lostBase }

        /// The reason that goes with a verdict; nil for one that is no refusal.
        public init?(_ verdict: Verdict) {
            switch verdict {
            case .accepted, .pending: return nil
            case .denied: self = .denied
            case .depends: self = .depends
            case .gone: self = .gone
            case .unknownClass: self = .unknownClass
            case .malformed: self = .malformed
            }
        }
    }

    /// Why it is here.
    public let reason: Reason
    /// The set it was written in.
    public let set: SetID
    /// The op's first issue.
    public let identity: Identity
    /// The op.
    public let op: Op
    /// The text as the person had it, where there is one.
    public let text: String

    /// Takes the parts.
    public init(reason: Reason, set: SetID, identity: Identity, op: Op, text: String) {
        self.reason = reason
        self.set = set
        self.identity = identity
        self.op = op
        self.text = text
    }
}
