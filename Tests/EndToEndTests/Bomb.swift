/// Short frames of Zstandard that unfold to much.
enum Bomb {
    private static let mark: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    private static let blockMax = 128 << 10

    /// A block's head: how long it is, 0 raw or 1 one octet repeated, and whether it is the last.
    private static func head(_ count: Int, kind: Int, isLast: Bool) -> [UInt8] {
        let value = count << 3 | kind << 1 | (isLast ? 1 : 0)
        return [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value >> 16 & 0xFF)]
    }

    /// Zeros: 4 octets for each 128 KiB, so that 1 GiB takes 32 KiB.
    ///
    /// - Parameter claimed: what the frame says it unfolds to; nil: it does not say.
    static func zeros(_ octets: Int, claimed: Int? = nil) -> [UInt8] {
        // A window of 8 MiB; with a claim, its eight octets.
        var frame = mark + [claimed == nil ? 0x00 : 0xC0, 13 << 3]
        if let claimed { frame += (0..<8).map { UInt8(claimed >> ($0 * 8) & 0xFF) } }
        let blocks = max(1, octets / blockMax)
        for number in 1...blocks {
            frame += head(blockMax, kind: 1, isLast: number == blocks) + [0]
        }
        return frame
    }

    /// A frame that holds the octets as they are.
    static func wrapped(_ octets: [UInt8]) -> [UInt8] {
        mark + [0x00, 13 << 3] + head(octets.count, kind: 0, isLast: true) + octets
    }
}
