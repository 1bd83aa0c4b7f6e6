import Octets
import Testing

@Suite("An alphabet writes octets with sixteen signs")
struct AlphabetTests {
    static let all: [Alphabet] = [.hex, .letters]

    @Test("signs stand for the halves 0 to 15, the high one first")
    func signs() {
        let octets: [UInt8] = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]
        #expect(Alphabet.hex.text(octets) == "0123456789abcdef")
        #expect(Alphabet.letters.text(octets) == "klmnopqrstuvwxyz")
        #expect(Alphabet.hex.text([0x10]) == "10")
        #expect(Alphabet.letters.text([0x10]) == "lk")
    }

    @Test("every octet comes back", arguments: all)
    func everyOctet(alphabet: Alphabet) {
        for octet in UInt8.min...UInt8.max {
            #expect(alphabet.octets(alphabet.text([octet])) == [octet])
        }
    }

    @Test("octets of any number come back", arguments: all, 0..<20 as Range<UInt64>)
    func roundTrip(alphabet: Alphabet, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let octets = random.octets(Int(random.next() % 40))
        let text = alphabet.text(octets)
        #expect(text.utf8.count == octets.count * 2)
        #expect(alphabet.octets(text) == octets)
        #expect(alphabet.covers(text))
    }

    @Test("texts sort as their octets do", arguments: all, 0..<20 as Range<UInt64>)
    func order(alphabet: Alphabet, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let left = random.octets(4)
        let right = random.octets(4)
        let texts = (Array(alphabet.text(left).utf8), Array(alphabet.text(right).utf8))
        #expect(
            texts.0.lexicographicallyPrecedes(texts.1) == left.lexicographicallyPrecedes(right))
    }

    @Test(
        "a foreign sign, a capital, or an odd number of signs is refused",
        arguments: [
            (Alphabet.hex, "0"), (.hex, "abc"), (.hex, "0g"), (.hex, "AB"), (.hex, "0x"),
            (.hex, " 1"),
            (.hex, "é"), (.hex, "0\u{301}"), (.hex, "/0"), (.hex, ":0"), (.hex, "`0"),
            (.letters, "k"), (.letters, "kj"), (.letters, "KZ"), (.letters, "k{"), (.letters, "00"),
        ])
    func refusals(alphabet: Alphabet, text: String) {
        #expect(alphabet.octets(text) == nil)
    }

    @Test("no text but the empty one is of both alphabets")
    func disjoint() {
        for octet in UInt8.min...UInt8.max {
            #expect(!Alphabet.letters.covers(Alphabet.hex.text([octet])))
            #expect(!Alphabet.hex.covers(Alphabet.letters.text([octet])))
        }
        #expect(Alphabet.hex.covers("") && Alphabet.letters.covers(""))
        #expect(Alphabet.hex.octets("") == [])
    }

    @Test("a text with one foreign sign is not covered, an odd one may be")
    func covers() {
        #expect(Alphabet.hex.covers("abc"))
        #expect(!Alphabet.hex.covers("abk"))
        #expect(!Alphabet.letters.covers("klé"))
    }
}
