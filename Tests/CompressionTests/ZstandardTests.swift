import Compression
import Testing

@Suite struct ZstandardTests {
    static let max = 32 << 20

    /// Content of a length and a sameness that the seed chooses.
    static func content(_ seed: UInt64) -> [UInt8] {
        var random = SplitMix64(state: seed)
        let count = Int.random(
            in: 0...(1 << Int.random(in: 0...18, using: &random)), using: &random)
        let signs = UInt8.random(in: 0...255, using: &random)
        return (0..<count).map { _ in UInt8.random(in: 0...signs, using: &random) }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func whatIsCompressedIsShorterAndComesBack(seed: UInt64) throws {
        let content = Self.content(seed)
        let level = Int(seed % 5)
        guard let frame = Zstandard.compress(content, level: level) else { return }
        #expect(frame.count < content.count)
        #expect(try Zstandard.decompress(frame, max: content.count) == content)
        if !content.isEmpty {
            #expect(throws: CompressionError.tooLarge(bytesMax: content.count - 1)) {
                try Zstandard.decompress(frame, max: content.count - 1)
            }
        }
    }

    @Test func textIsCompressed() throws {
        let text = Array(String(repeating: "a note in the margin, ", count: 100).utf8)
        let frame = try #require(Zstandard.compress(text))
        #expect(frame.count < text.count / 10)
        #expect(try Zstandard.decompress(frame, max: Self.max) == text)
    }

    @Test func nothingIsLeftAsItIs() {
        #expect(Zstandard.compress([]) == nil)
        #expect(Zstandard.compress([1, 2, 3]) == nil)
    }

    @Test func whatWouldLookLikeABombIsLeftAsItIs() throws {
        let zeros = [UInt8](repeating: 0, count: Zstandard.ratioFloorBytes)
        let frame = try #require(Zstandard.compress(zeros))
        #expect(try Zstandard.decompress(frame, max: Self.max) == zeros)
        #expect(Zstandard.compress(zeros + [0]) == nil)
    }

    @Test func anEmptyContentIsAFrameToo() throws {
        var frame = Frame(windowLog: 10)
        frame.raw([], isLast: true)
        #expect(try Zstandard.decompress(frame.octets, max: 0) == [])
    }

    @Test func aBombIsCutOff() throws {
        var bomb = Frame(windowLog: 23)
        for block in 1...8192 {
            bomb.repeat(0, count: 1 << 17, isLast: block == 8192)
        }
        #expect(bomb.octets.count < 33_000)
        let bytesMax = bomb.octets.count * Zstandard.ratioMax
        #expect(throws: CompressionError.tooLarge(bytesMax: bytesMax)) {
            try Zstandard.decompress(bomb.octets, max: Self.max)
        }
        #expect(throws: CompressionError.tooLarge(bytesMax: 1000)) {
            try Zstandard.decompress(bomb.octets, max: 1000)
        }
    }

    @Test func aClaimIsNotAllocatedFor() {
        let claims: [UInt64] = [.max, .max - 1, .max - 2, 1 << 62, 1 << 40, 1 << 24]
        for claim in claims {
            var frame = Frame(claiming: claim)
            frame.raw([1, 2, 3], isLast: true)
            #expect(throws: CompressionError.self, "\(claim)") {
                try Zstandard.decompress(frame.octets, max: .max)
            }
        }
    }

    @Test func aClaimThatIsNotKeptIsDamage() {
        var frame = Frame(claiming: 500)
        frame.raw([UInt8](repeating: 1, count: 499), isLast: true)
        #expect(throws: CompressionError.damaged) {
            try Zstandard.decompress(frame.octets, max: Self.max)
        }
    }

    @Test func theWindowIsBounded() throws {
        for (windowLog, isAllowed) in [(UInt8(23), true), (24, false), (31, false)] {
            var frame = Frame(windowLog: windowLog)
            frame.raw([1, 2, 3], isLast: true)
            if isAllowed {
                #expect(try Zstandard.decompress(frame.octets, max: Self.max) == [1, 2, 3])
            } else {
                #expect(throws: CompressionError.damaged) {
                    try Zstandard.decompress(frame.octets, max: Self.max)
                }
            }
        }
    }

    @Test func everyBeginningOfAFrameIsTruncated() throws {
        let frame = try #require(Zstandard.compress(Array("abcabcabcabcabcabcabcabc".utf8)))
        for count in 0..<frame.count {
            #expect(throws: CompressionError.truncated, "\(count)") {
                try Zstandard.decompress(Array(frame.prefix(count)), max: Self.max)
            }
        }
    }

    @Test func nothingMayFollow() throws {
        let frame = try #require(Zstandard.compress([UInt8](repeating: 7, count: 100)))
        let skippable: [UInt8] = [0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9]
        for tail in [[0], frame, skippable] {
            #expect(throws: CompressionError.trailing) {
                try Zstandard.decompress(frame + tail, max: Self.max)
            }
        }
        #expect(throws: CompressionError.notAFrame) {
            try Zstandard.decompress(skippable + frame, max: Self.max)
        }
        #expect(throws: CompressionError.notAFrame) {
            try Zstandard.decompress(Array("plain text".utf8), max: Self.max)
        }
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func damageNeverTrapsAndNeverExceedsTheLimit(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let text = Array(String(repeating: "a note in the margin, ", count: 40).utf8)
        var frame = try #require(Zstandard.compress(text))
        for _ in 0...Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0..<frame.count, using: &random)
            frame[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
        let content = try? Zstandard.decompress(frame, max: 1000)
        #expect((content?.count ?? 0) <= 1000)
        // A context that met damage serves the next caller as well as before.
        let whole = try #require(Zstandard.compress(text))
        #expect(try Zstandard.decompress(whole, max: Self.max) == text)
    }

    @Test func manyThreadsAtOnceDoNotDisturbEachOther() async {
        await withTaskGroup(of: Bool.self) { group in
            for seed in 0..<32 as Range<UInt64> {
                group.addTask {
                    let content = Self.content(seed)
                    guard let frame = Zstandard.compress(content) else { return true }
                    return (try? Zstandard.decompress(frame, max: Self.max)) == content
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
