import Crypto
import Octets
import Testing

@Suite struct AccessTokenTests {
    private func text(_ token: AccessToken) -> [UInt8] {
        token.text.withOctets { Array($0) }
    }

    @Test func aTokenComesBackFromItsTextAndHasTheSameHash() throws {
        let token = AccessToken()
        let again = try #require(AccessToken(token.text))
        #expect(text(again) == text(token))
        #expect(again.hash == token.hash)
        #expect(token.hash == BLAKE2b.hash(text(token)))
        #expect(text(AccessToken()) != text(token))
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
        let token = text(AccessToken())
        for place in token.indices {
            var changed = token
            changed[place] = changed[place] == 0x61 ? 0x62 : 0x61
            #expect(AccessToken(Secret(changed)) == nil, "\(place)")
            #expect(AccessToken(Secret(Array(token.prefix(place)))) == nil)
        }
        #expect(AccessToken(Secret(token + [0x0a])) == nil)
    }

    @Test func printingShowsNothing() {
        let token = AccessToken()
        let shown = "\(token)" + String(reflecting: token)
        let signs = String(decoding: text(token).dropFirst(7).prefix(16), as: UTF8.self)
        #expect(!shown.contains(signs))
    }
}
