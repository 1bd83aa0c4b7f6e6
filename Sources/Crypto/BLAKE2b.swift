internal import CSodium
public import Octets

/// The hash of this system: BLAKE2b with 256 bits (RFC 7693).
public struct BLAKE2b: Sendable {
    /// Hashes with libsodium.
    public init() {}

    /// The hash of the octets.
    public static func hash(_ octets: [UInt8]) -> Octets32 {
        octets.withUnsafeBufferPointer { hash($0) }
    }

    /// The hash of octets that are not in an array, without a copy.
    public static func hash(_ octets: UnsafeBufferPointer<UInt8>) -> Octets32 {
        digest(octets, key: UnsafeBufferPointer(start: nil, count: 0))
    }

    /// The hash of octets under a key of 16 to 64 octets; only who has the key can make it.
    public static func hash(_ octets: [UInt8], key: Secret) -> Octets32 {
        precondition((16...64).contains(key.count), "a key of BLAKE2b has 16 to 64 octets")
        return key.withOctets { key in
            octets.withUnsafeBufferPointer { digest($0, key: key) }
        }
    }

    private static func digest(
        _ octets: UnsafeBufferPointer<UInt8>, key: UnsafeBufferPointer<UInt8>
    ) -> Octets32 {
        Sodium.start()
        return Octets32 { place in
            crypto_generichash(
                place, 32, octets.baseAddress, UInt64(octets.count), key.baseAddress, key.count)
        }
    }
}

extension Octets32 {
    /// Lends C a place for 32 octets, without an array.
    init(_ fill: (UnsafeMutablePointer<UInt8>) -> Int32) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let result = withUnsafeMutableBytes(of: &words) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { place in
                place.baseAddress.map(fill) ?? -1
            }
        }
        // The functions used here fail only for lengths no caller can pass.
        precondition(result == 0, "libsodium refused a length")
        self.init(
            first: Octets16(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1)),
            second: Octets16(high: UInt64(bigEndian: words.2), low: UInt64(bigEndian: words.3)))
    }
}
