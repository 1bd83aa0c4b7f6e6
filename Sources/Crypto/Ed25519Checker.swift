public import Octets
public import SyncEngine

/// Checks the signatures that `DeviceKey` makes.
public struct Ed25519Checker: SignatureChecking {
    /// A checker; all are the same.
    public init() {}

    /// Whether the key's holder signed the message.
    public func isValid(_ signature: [UInt8], of message: [UInt8], by key: Octets32) -> Bool {
        DeviceKey.verify(signature: signature, message: message, publicKey: key)
    }
}
