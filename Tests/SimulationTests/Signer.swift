import Crypto
import MemoryStorage
import Octets
import SyncEngine

/// Signs for a machine or the server, and checks what others have signed.
typealias Signer = any Signing & SignatureChecking

extension CheapSigner {
    /// A signer that the octets decide.
    static func seeded(_ randomness: SeededRandomness) -> CheapSigner {
        CheapSigner(key: Octets32(first: randomness.octets16(), second: randomness.octets16()))
    }
}

/// A device key as the programs use it.
struct RealSigner: Signing, SignatureChecking {
    private let device: DeviceKey

    /// A signer that the octets decide.
    static func seeded(_ randomness: SeededRandomness) throws -> RealSigner {
        let seed = randomness.octets16().octets + randomness.octets16().octets
        guard let device = DeviceKey(seed: Secret(seed)) else { throw Failure("no key of a seed") }
        return RealSigner(device: device)
    }

    var key: Octets32 { device.key }

    func sign(_ message: [UInt8]) -> [UInt8] { device.sign(message) }

    func isValid(_ signature: [UInt8], of message: [UInt8], by key: Octets32) -> Bool {
        Ed25519Checker().isValid(signature, of: message, by: key)
    }
}
