internal import CSodium
public import Octets

/// The key by which a device signs what it made: Ed25519 (RFC 8032).
public struct DeviceKey: Sendable {
    /// How many octets a seed has.
    public static let seedCount = 32
    /// How many octets a signature has.
    public static let signatureCount = 64

    /// The 32 octets the key comes from, to be kept in the store's folder and nowhere else.
    public let seed: Secret
    /// What others know the device by.
    public let publicKey: Octets32
    /// The seed and the public key, as libsodium wants them.
    private let signingKey: Secret

    /// Makes a new key.
    public init() {
        self.init(checked: .random(count: Self.seedCount))
    }

    /// Takes the seed of an earlier key; nil unless it has 32 octets.
    public init?(seed: Secret) {
        guard seed.count == Self.seedCount else { return nil }
        self.init(checked: seed)
    }

    private init(checked seed: Secret) {
        Sodium.start()
        self.seed = seed
        var publicKey = Octets32.zero
        signingKey = Secret(count: 64) { place in
            publicKey = Octets32 { publicPlace in
                seed.withPointer { crypto_sign_seed_keypair(publicPlace, place, $0) }
            }
        }
        self.publicKey = publicKey
    }

    /// The signature of the message, 64 octets, the same each time.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.signatureCount)
        // It cannot fail: RFC 8032 signs every message under every key.
        _ = signingKey.withPointer {
            crypto_sign_detached(&signature, nil, message, UInt64(message.count), $0)
        }
        return signature
    }

    /// Whether the owner of the public key signed the message.
    ///
    /// False also for signatures of another length, and for keys of small order.
    public static func verify(
        signature: [UInt8], message: [UInt8], publicKey: Octets32
    ) -> Bool {
        Sodium.start()
        return signature.count == signatureCount
            && crypto_sign_verify_detached(
                signature, message, UInt64(message.count), publicKey.octets) == 0
    }
}
