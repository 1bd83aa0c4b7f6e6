internal import CSodium

/// What a server keeps of a pass-phrase: Argon2id, 19 MiB, two passes (RFC 9106).
///
/// Two are worked on at once, because memory and cores are few, and eight callers may wait. A call
/// blocks its thread for some tens of milliseconds.
public struct PassphraseHash: Sendable {
    /// The longest pass-phrase, in UTF-8 bytes.
    public static let bytesMax = 1024

    /// The form to store: parameters, salt and hash, all ASCII.
    public let text: String

    private static let memoryBytes = 19 << 20
    private static let passes: UInt64 = 2
    private static let gate = Gate(atOnce: 2, waitingMax: 8)

    /// Makes the hash of a pass-phrase, with a new salt.
    ///
    /// - Throws: `PassphraseError`.
    public init(of passphrase: Secret) throws(PassphraseError) {
        text = try Self.make(passphrase)
    }

    /// Takes a stored form; nil unless this program made it, so no form chooses its own cost.
    public init?(text: String) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard isPlain, text.utf8.count < crypto_pwhash_strbytes(),
            text.utf8.starts(with: "$argon2id$".utf8),
            crypto_pwhash_str_needs_rehash(text, Self.passes, Self.memoryBytes) == 0
        else { return nil }
        self.text = text
    }

    /// Whether this is the hash of the pass-phrase.
    ///
    /// - Throws: `PassphraseError`.
    public func matches(_ passphrase: Secret) throws(PassphraseError) -> Bool {
        try Self.work(passphrase) { octets in
            crypto_pwhash_str_verify(text, octets, UInt64(passphrase.count)) == 0
        }
    }

    /// Takes as long as `matches` and refuses: for a user there is none of, so time tells nothing.
    ///
    /// - Throws: `PassphraseError`.
    public static func refuse(_ passphrase: Secret) throws(PassphraseError) {
        _ = try make(passphrase)
    }

    private static func make(_ passphrase: Secret) throws(PassphraseError) -> String {
        let text: String? = try work(passphrase) { octets in
            var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
            let result = crypto_pwhash_str(
                &text, octets, UInt64(passphrase.count), passes, memoryBytes)
            let signs = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return result == 0 ? String(decoding: signs, as: UTF8.self) : nil
        }
        guard let text else { throw .noMemory }
        return text
    }

    private static func work<T>(
        _ passphrase: Secret, _ body: (UnsafePointer<CChar>) -> T
    ) throws(PassphraseError) -> T {
        guard passphrase.count <= bytesMax else { throw .tooLong(bytesMax: bytesMax) }
        Sodium.start()
        let result = gate.pass {
            passphrase.withPointer { octets in
                octets.withMemoryRebound(to: CChar.self, capacity: passphrase.count, body)
            }
        }
        guard let result else { throw .busy }
        return result
    }
}
