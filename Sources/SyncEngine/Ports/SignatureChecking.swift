public import Octets

/// Tells whether a signature is a key's.
public protocol SignatureChecking: Sendable {
    /// Whether the key's holder signed the message.
    func isValid(_ signature: [UInt8], of message: [UInt8], by key: Octets32) -> Bool
}
