import Octets

/// The ids that begin with the signs of a prefix.
struct IDRange {
    /// The alphabet of the prefix; nil for the empty one.
    let alphabet: Alphabet?
    /// The smallest such id.
    let first: [UInt8]
    /// The largest one.
    let last: [UInt8]

    /// Reads a prefix of up to 32 signs of one alphabet; nil for anything else.
    init?(prefix: String) {
        let count = prefix.utf8.count
        guard count <= 32 else { return nil }
        let alphabet: Alphabet = Alphabet.hex.covers(prefix) ? .hex : .letters
        let (zero, top) = alphabet == .hex ? ("0", "f") : ("k", "z")
        guard
            let first = alphabet.octets(prefix + String(repeating: zero, count: 32 - count)),
            let last = alphabet.octets(prefix + String(repeating: top, count: 32 - count))
        else { return nil }
        self.first = first
        self.last = last
        self.alphabet = count == 0 ? nil : alphabet
    }
}
