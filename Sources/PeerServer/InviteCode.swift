import Access
public import Crypto
public import Octets

/// What somebody types to get in: twelve signs that carry 60 random bits, such as `7K3M-Q0XD-W9TA`
/// (Protocol/07-access.md, 6).
public struct InviteCode: Sendable {
    /// The code as it is shown, with hyphens.
    public let text: Secret
    /// What a server keeps instead of the code.
    public let hash: Octets32

    /// Draws a new code.
    public init() {
        let drawn = Secret.random(count: TypedCode.count).withOctets { octets in
            octets.map { TypedCode.alphabet[Int($0 & 31)] }
        }
        self.init(signs: drawn)
    }

    /// Takes what a person typed; nil if no code can be meant.
    public init?(typed text: String) {
        guard let code = TypedCode(text) else { return nil }
        self.init(signs: code.signs)
    }

    private init(signs: [UInt8]) {
        text = Secret(TypedCode.grouped(signs))
        hash = BLAKE2b.hash(Array("postil code 1".utf8) + signs)
    }

    /// The code for a screen or an answer, where it is meant to be read.
    public var shown: String { text.withOctets { String(decoding: $0, as: UTF8.self) } }
}
