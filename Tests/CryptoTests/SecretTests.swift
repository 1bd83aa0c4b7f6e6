import Crypto
import Octets
import Testing

@Suite struct SecretTests {
    @Test func printingShowsNothing() {
        let secret = Secret("open sesame")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!text.contains("sesame"))
        }
        #expect(secret.withOctets { Array($0) } == Array("open sesame".utf8))
        #expect(!(secret as Any is any CustomStringConvertible))
        #expect(!(secret as Any is any Equatable))
    }

    @Test func randomOctetsDiffer() {
        #expect(Random.octets16() != Random.octets16())
        #expect(Random.octets(count: 32) != Random.octets(count: 32))
        #expect(Random.octets(count: 0) == [])
        #expect(Random.octets(count: 5).count == 5)
        #expect(Secret.random(count: 9).count == 9)
    }

    @Test func comparingInConstantTimeIsComparing() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2], [1, 2]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 3]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 2, 3]))
    }
}
