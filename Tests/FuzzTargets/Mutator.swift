import MemoryStorage

/// Makes inputs of inputs: what a stranger would change in a message to see what gives.
public struct Mutator {
    var random: SplitMix64
    private static let octetsMax = 16_384

    /// Makes the same inputs for the same seed.
    public init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// One of the inputs, changed in up to five places.
    public mutating func mutated(_ target: FuzzTarget, among inputs: [[UInt8]]) -> [UInt8] {
        if target.isCBOR, !random.once(in: 4),
            let octets = changedItem(among: inputs, prefix: target == .payload ? 1 : 0)
        {
            return octets
        }
        var octets = random.pick(inputs) ?? []
        if random.once(in: 50) { octets = [] }
        for _ in 0...random.below(5) {
            if target.isText, random.once(in: 2) {
                insertText(&octets)
            } else {
                change(&octets, inputs)
            }
        }
        return octets.count > Self.octetsMax ? Array(octets.prefix(Self.octetsMax)) : octets
    }

    private mutating func change(_ octets: inout [UInt8], _ inputs: [[UInt8]]) {
        switch random.below(9) {
        case 0: flip(&octets)
        case 1: octets = Array(octets.prefix(random.below(octets.count + 1)))
        case 2: octets.removeSubrange(range(octets.count, max: 40))
        case 3: splice(&octets, inputs)
        case 4: repeatPart(&octets)
        case 5: insertHead(&octets)
        case 6: insertInteger(&octets)
        case 7: replaceHead(&octets)
        default: insertNoise(&octets)
        }
    }

    private mutating func range(_ count: Int, max: Int) -> Range<Int> {
        let start = random.below(count + 1)
        return start..<min(count, start + random.below(max + 1))
    }

    private mutating func place(_ octets: [UInt8]) -> Int { random.below(octets.count + 1) }

    private mutating func flip(_ octets: inout [UInt8]) {
        guard !octets.isEmpty else { return }
        octets[random.below(octets.count)] ^= 1 << UInt8(random.below(8))
    }

    /// A part of another input comes to stand in this one.
    private mutating func splice(_ octets: inout [UInt8], _ inputs: [[UInt8]]) {
        let other = random.pick(inputs) ?? []
        let part = other[range(other.count, max: 200)]
        octets.replaceSubrange(range(octets.count, max: 60), with: part)
    }

    private mutating func repeatPart(_ octets: inout [UInt8]) {
        let part = octets[range(octets.count, max: 60)]
        let times = random.once(in: 10) ? 60 : 1 + random.below(4)
        let place = part.endIndex
        octets.insert(contentsOf: repeatElement(part, count: times).joined(), at: place)
    }

    /// Lengths and numbers at which forms and types end.
    static let boundaries: [UInt64] = [
        0, 1, 22, 23, 24, 25, 31, 32, 63, 64, 127, 128, 254, 255, 256, 499, 500, 501, 1_023, 1_024,
        1_025, 4_095, 4_096, 4_097, 10_000, 10_001, 16_384, 65_535, 65_536, 65_537, 131_072,
        262_144, 262_145, 4_194_304, 33_554_432, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 48 - 1,
        1 << 48, 1 << 53, 1 << 61, 1 << 62, 1 << 62 + 1, 1 << 63 - 1, 1 << 63, .max - 1, .max,
    ]

    private mutating func head() -> [UInt8] {
        let value = random.pick(Self.boundaries) ?? 0
        let major = UInt8(random.below(8)) << 5
        let shortest = value < 24 ? 0 : value < 1 << 8 ? 1 : value < 1 << 16 ? 2 : 4
        var width = value < 1 << 32 ? shortest : 8
        if random.once(in: 8) { width = [0, 1, 2, 4, 8][random.below(5)] }
        if width == 0 { return [major | UInt8(truncatingIfNeeded: value & 31)] }
        let sign = major | (24 + UInt8(width.trailingZeroBitCount))
        return [sign]
            + (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    private mutating func insertHead(_ octets: inout [UInt8]) {
        octets.insert(contentsOf: head(), at: place(octets))
    }

    /// A length or number gives way to another, with or without what it was the length of.
    private mutating func replaceHead(_ octets: inout [UInt8]) {
        guard !octets.isEmpty else { return }
        let place = random.below(octets.count)
        let short = octets[place] & 31
        let width = (24..<28).contains(short) ? 1 << Int(short - 24) : 0
        octets.replaceSubrange(place..<min(octets.count, place + 1 + width), with: head())
    }

    private mutating func insertInteger(_ octets: inout [UInt8]) {
        let value = random.pick(Self.boundaries) ?? 0
        let text = random.once(in: 2) ? String(value) : "-" + String(value)
        octets.insert(contentsOf: text.utf8, at: place(octets))
    }

    private mutating func insertNoise(_ octets: inout [UInt8]) {
        let noise = (0..<1 + random.below(6)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        octets.insert(contentsOf: noise, at: place(octets))
    }

    private mutating func insertText(_ octets: inout [UInt8]) {
        let piece = random.pick(FuzzTexts.pieces) ?? ""
        let times = random.once(in: 8) ? 1 + random.below(60) : 1
        octets.insert(
            contentsOf: repeatElement(Array(piece.utf8), count: times).joined(), at: place(octets))
    }
}
