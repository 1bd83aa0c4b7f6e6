public import Octets
public import WireFormat

/// What a replica knows of a set beside its content.
public struct CopyState: Hashable, Sendable {
    /// Why a set is not synced any more, until something is done about it.
    public enum Stop: UInt8, Hashable, Sendable, CaseIterable {
        /// The server was put back or begun anew.
        case serverWasPutBack = 1
        /// The server's content hash is another than ours.
        case contentDiffers = 2
        /// The account is not a member any more.
        case removed = 3
        /// The server sent what does not verify.
        case serverLies = 4
        /// The server does not take what this store signed.
        case serverRefuses = 5
    }

    /// How far the server's log and membership log are read.
    public var position: LogPosition
    /// The last counter given out.
    public var counter: UInt64 = 0
    /// The hash of the newest sealed bundle; zero before the first.
    public var chain: Octets32 = .zero
    /// The counter of the last op that lies in a sealed bundle.
    public var sealedThrough: UInt64 = 0
    /// What the set was founded with, until the server has answered once.
    public var founding: SyncRequest.Founding?
    /// Whether this is the personal set of the store's person.
    public var isPersonal = false
    /// Why the set is not synced any more.
    public var stop: Stop?
    /// Whether the whole position is to be said in the next request.
    public var mustExplain = true
    /// The server's signature of the position; nil if it has given none.
    public var receipt: [UInt8]?
    /// Whether records or membership entries wait to be brought to a server that lost them.
    public var isRecovering = false
    /// The server's word for the membership log that it lost.
    public var lostProof: SignedPosition?

    /// A copy that has read nothing.
    public init(position: LogPosition) {
        self.position = position
    }
}
