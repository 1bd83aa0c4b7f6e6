public import Octets

/// What a program shows a server to be let in: 256 bits that nobody can guess.
///
/// As text it is `postil_`, 64 hex signs, and 8 more that are a check sum of all before them: who
/// searches files for lost secrets recognises it, and a sign mistyped is noticed before it is sent.
public struct AccessToken: Sendable {
    /// The text, ASCII.
    public let text: Secret
    /// What a server keeps instead of the token: BLAKE2b of the text.
    public let hash: Octets32

    private static let prefix = "postil_"
    private static let textCount = 79

    /// Makes the token for what a device has shown: the same for the same signature, and known to
    /// nobody who lacks one of the two (Protocol/07-access.md, 5).
    ///
    /// - Parameters:
    ///   - seed: the server's secret.
    ///   - proof: the device's signature, which is kept nowhere.
    public init(seed: Secret, proof: [UInt8]) {
        let bits = BLAKE2b.hash(Array("postil token 1".utf8) + proof, key: seed)
        let body = Array((Self.prefix + Alphabet.hex.text(bits.octets)).utf8)
        self.init(checked: Secret(body + Self.checkSum(body)))
    }

    /// Takes a text; nil if it is not that of a token, or its check sum is wrong.
    public init?(_ text: Secret) {
        let isToken = text.withOctets { octets in
            let body = Array(octets.dropLast(8))
            let bits = String(decoding: body.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
            return octets.count == Self.textCount && body.starts(with: Self.prefix.utf8)
                && Alphabet.hex.covers(bits) && octets.suffix(8).elementsEqual(Self.checkSum(body))
        }
        guard isToken else { return nil }
        self.init(checked: text)
    }

    private init(checked text: Secret) {
        self.text = text
        self.hash = text.withOctets { BLAKE2b.hash($0) }
    }

    /// CRC-32 (ISO-HDLC, as in RFC 1952) in hex.
    private static func checkSum(_ octets: [UInt8]) -> [UInt8] {
        var sum = UInt32.max
        for octet in octets {
            sum ^= UInt32(octet)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        sum = ~sum
        let parts = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
        return Array(Alphabet.hex.text(parts).utf8)
    }
}
