public import AnnotationModel
public import Octets

/// A device that is logged in, or was.
public struct Device: Hashable, Sendable {
    /// Random, given out by the server.
    public let id: Octets16
    /// Whose it is.
    public let account: AccountID
    /// Its Ed25519 public key.
    public let key: Octets32
    /// What its owner calls it.
    public let name: String
    /// When it was added, in milliseconds since 1970.
    public let created: UInt64
    /// When it was last noted to have asked for something, in milliseconds since 1970.
    public internal(set) var lastSeen: UInt64
    /// Whether it is refused for ever.
    public internal(set) var isRevoked: Bool
}
