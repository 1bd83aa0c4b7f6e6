internal import CSodium

/// The digest of a message's content as the field `Content-Digest` carries it (RFC 9530), by
/// SHA-256.
///
/// It finds what was damaged on the way, and is no proof of who sent it.
public enum ContentDigest {
    /// The field's name.
    public static let field = "Content-Digest"
    private static let algorithm = "sha-256=:"

    /// The field's value for these octets, as they travel.
    public static func value(for octets: [UInt8]) -> String {
        Sodium.start()
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&hash, octets, UInt64(octets.count))
        let variant = sodium_base64_VARIANT_ORIGINAL
        var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(hash.count, variant))
        sodium_bin2base64(&text, text.count, hash, hash.count, variant)
        let base64 = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return algorithm + String(decoding: base64, as: UTF8.self) + ":"
    }

    /// Whether `value` denies that the content is these octets. What names no SHA-256 denies
    /// nothing.
    public static func denies(_ value: String?, _ octets: [UInt8]) -> Bool {
        let members = (value ?? "").utf8.split(separator: UInt8(ascii: ","))
            .map { $0.drop { $0 == 0x20 || $0 == 0x09 } }
            .filter { $0.starts(with: algorithm.utf8) }
        guard !members.isEmpty else { return false }
        let right = Self.value(for: octets)
        return !members.allSatisfy { $0.elementsEqual(right.utf8) }
    }
}
