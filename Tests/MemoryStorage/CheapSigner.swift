public import Octets
public import SyncEngine

/// Signs so that anybody could have, but a changed message or another key is noticed: for
/// simulation.
public struct CheapSigner: Signing, SignatureChecking {
    /// The key that belongs to the signatures.
    public let key: Octets32
    private let hashing: CheapHashing

    /// Signs for a key.
    public init(key: Octets32, hashing: CheapHashing = CheapHashing(key: 0x5167)) {
        self.key = key
        self.hashing = hashing
    }

    /// The signature of a message.
    public func sign(_ message: [UInt8]) -> [UInt8] { signature(of: message, by: key) }

    /// Whether the signature is the key's.
    public func isValid(_ signature: [UInt8], of message: [UInt8], by key: Octets32) -> Bool {
        signature == self.signature(of: message, by: key)
    }

    private func signature(of message: [UInt8], by key: Octets32) -> [UInt8] {
        var input: [UInt8] = []
        input.reserveCapacity(message.count + 32)
        key.append(to: &input)
        input += message
        let hash = hashing.hash(input)
        var result: [UInt8] = []
        result.reserveCapacity(64)
        hash.append(to: &result)
        hash.append(to: &result)
        return result
    }
}
