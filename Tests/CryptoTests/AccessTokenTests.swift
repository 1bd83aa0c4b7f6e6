import Crypto
import Octets
import Testing

@Suite struct AccessTokenTests {
    private func token() -> AccessToken {
        AccessToken(seed: .random(count: 32), proof: [1, 2, 3])
    }

    private func text(_ token: AccessToken) -> [UInt8] {
        token.text.withOctets { Array($0) }
    }

    @Test func aTokenComesBackFromItsTextAndHasTheSameHash() throws {
        let token = self.token()
        let again = try #require(AccessToken(token.text))
        #expect(text(again) == text(token))
        #expect(again.hash == token.hash)
        #expect(token.hash == BLAKE2b.hash(text(token)))
        #expect(text(self.token()) != text(token))
    }

    @Test func theSameProofUnderTheSameSeedIsTheSameToken() {
        let seed = Secret.random(count: 32)
        let token = AccessToken(seed: seed, proof: [1, 2, 3])
        #expect(AccessToken(seed: seed, proof: [1, 2, 3]).hash == token.hash)
        #expect(AccessToken(seed: seed, proof: [1, 2, 4]).hash != token.hash)
        #expect(self.token().hash != token.hash)
        let fixed = AccessToken(seed: Secret(Array(0..<32)), proof: Array(repeating: 7, count: 64))
        #expect(
            String(decoding: text(fixed), as: UTF8.self)
                == "postil_67095ef3d76414360df1bb673a6d9684180ec4047faecaa16b4feacd5e3541f5"
                + "2223c923")
    }

    @Test func theFormIsFixed() {
        let zeros = String(repeating: "0", count: 64)
        #expect(AccessToken(Secret("postil_" + zeros + "6d1fb501")) != nil)
        #expect(AccessToken(Secret("postil_" + zeros + "6d1fb502")) == nil)
        #expect(AccessToken(Secret("Postil_" + zeros + "6d1fb501")) == nil)
        #expect(AccessToken(Secret("postil_" + zeros + "6D1FB501")) == nil)
        #expect(AccessToken(Secret("postil_" + zeros)) == nil)
        #expect(AccessToken(Secret("")) == nil)
    }

    @Test func everyMistypedSignIsNoticed() {
        let token = text(self.token())
        for place in token.indices {
            var changed = token
            changed[place] = changed[place] == 0x61 ? 0x62 : 0x61
            #expect(AccessToken(Secret(changed)) == nil, "\(place)")
            #expect(AccessToken(Secret(Array(token.prefix(place)))) == nil)
        }
        #expect(AccessToken(Secret(token + [0x0a])) == nil)
    }

    @Test func printingShowsNothing() {
        let token = self.token()
        let shown = "\(token)" + String(reflecting: token)
        let signs = String(decoding: text(token).dropFirst(7).prefix(16), as: UTF8.self)
        #expect(!shown.contains(signs))
    }
}
