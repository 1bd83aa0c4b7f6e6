import Crypto
import Octets
import Testing

@Suite struct BLAKE2bTests {
    private static let abc = Array("abc".utf8)

    @Test(arguments: [
        ([], "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
        (abc, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
        (
            (0..<1024).map { UInt8(truncatingIfNeeded: $0) },
            "f1551feeb252c7e60bb362205bd1ac2f70b145260a91d41e8c5d0a187549a5f2"
        ),
    ])
    func theHashIsThatOfTheStandard(_ message: [UInt8], _ hash: String) {
        #expect(Alphabet.hex.text(BLAKE2b.hash(message).octets) == hash)
        let lent = message.withUnsafeBufferPointer { BLAKE2b.hash($0) }
        #expect(lent == BLAKE2b.hash(message))
    }

    @Test func aKeyChangesTheHash() {
        let key = Secret((0..<32).map { UInt8($0) })
        let hash = BLAKE2b.hash(Self.abc, key: key)
        #expect(
            Alphabet.hex.text(hash.octets)
                == "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f")
    }
}
