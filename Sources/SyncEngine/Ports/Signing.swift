public import Octets

/// Signs for a device, or for a server.
public protocol Signing: Sendable {
    /// The public key that belongs to the signatures.
    var key: Octets32 { get }
    /// The signature of a message, 64 octets.
    func sign(_ message: [UInt8]) -> [UInt8]
}
