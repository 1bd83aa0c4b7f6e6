import Crypto
import Testing

@Suite struct PassphraseHashTests {
    @Test func aPassphraseMatchesItsOwnHashOnly() throws {
        let hash = try PassphraseHash(of: Secret("open sesame"))
        let stored = try #require(PassphraseHash(text: hash.text))
        #expect(try stored.matches(Secret("open sesame")))
        #expect(try !stored.matches(Secret("open sesame ")))
        #expect(try !stored.matches(Secret("")))
        #expect(hash.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    }

    @Test func theSaltDiffers() throws {
        let first = try PassphraseHash(of: Secret("same"))
        #expect(try PassphraseHash(of: Secret("same")).text != first.text)
    }

    @Test func aStoredFormThatChoosesItsOwnCostIsRefused() throws {
        let text = try PassphraseHash(of: Secret("x")).text
        let cost = "m=19456,t=2"
        let range = try #require(text.ranges(of: cost).first)
        for other in ["m=4194304,t=2", "m=19456,t=99", "m=8,t=1", "m=,t="] {
            #expect(PassphraseHash(text: text.replacingCharacters(in: range, with: other)) == nil)
        }
        #expect(PassphraseHash(text: text) != nil)
        #expect(PassphraseHash(text: "") == nil)
        #expect(PassphraseHash(text: text + "\0") == nil)
        #expect(PassphraseHash(text: String(repeating: "x", count: 10_000)) == nil)
    }

    @Test func theLongestPassphraseIsBounded() throws {
        let most = String(repeating: "x", count: PassphraseHash.bytesMax)
        try PassphraseHash.refuse(Secret(most))
        #expect(throws: PassphraseError.tooLong(bytesMax: PassphraseHash.bytesMax)) {
            try PassphraseHash(of: Secret(most + "x"))
        }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
