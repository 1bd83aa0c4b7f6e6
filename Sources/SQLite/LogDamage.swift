internal import Glibc

/// A bit that was changed in a write-ahead log, told by the log's own checksums.
///
/// SQLite takes a frame that does not fit its checksum for the end of the log, as it must after a
/// crash: what was committed behind it would be gone without a word. A crash leaves frames that are
/// torn, never one that is a single bit away from fitting with a commit behind it that fits then.
/// The checksum is linear, so that the bit follows from the difference
/// (sqlite.org/fileformat2.html, 4.2).
struct LogDamage: Equatable {
    /// The frame, counted from 1; 0 is the head of the log.
    let frame: Int
    /// Where the octet stands in the file; nil if several bits of the frame's page would do: the
    /// checksum hardly tells the highest bits of its words apart.
    let place: Int?
    /// The log as it was or, where the bit cannot be told, with checksums that fit the page as it
    /// is: then it is read again, and the checksums of its rows tell.
    let mended: [UInt8]

    private static let headCount = 32
    private static let frameHeadCount = 24
    /// Pages beyond which no store of ours goes; a number above is a damaged one.
    private static let pagesMax: UInt32 = 1 << 24

    /// The first damage of the log in the octets; nil if there is none, or none that can be told
    /// from a torn end.
    init?(in octets: [UInt8]) {
        guard octets.count > Self.headCount + Self.frameHeadCount else { return nil }
        let before = octets.withUnsafeBytes { Self.scan($0) }
        let candidates = octets.withUnsafeBytes { Self.candidates($0, before) }
        var best: (candidate: Candidate, scan: Scan)?
        for candidate in candidates {
            var tried = octets
            tried[candidate.place] ^= candidate.bit
            let scan = tried.withUnsafeBytes { Self.scan($0) }
            // A bit that makes this frame fit, but no commit behind it, mends nothing.
            guard scan.committed > max(before.committed, best?.scan.committed ?? 0) else {
                continue
            }
            best = (candidate, scan)
            // All bits of a frame that make it fit leave the same sums behind it.
            if candidate.frame > 0 { break }
        }
        guard let best else { return nil }
        frame = best.candidate.frame
        var mended = octets
        if candidates.count == 1 || frame == 0 || best.candidate.isCertain {
            mended[best.candidate.place] ^= best.candidate.bit
            place = best.candidate.place
        } else {
            Self.sumAgain(&mended, from: frame, through: best.scan.frames, before.sums)
            place = nil
        }
        self.mended = mended
    }

    private struct Candidate {
        let frame: Int
        let place: Int
        let bit: UInt8
        var isCertain = false
    }

    // MARK: Reading

    private struct Head {
        let isBig: Bool
        let pageSize: Int
        let salts: UInt64
        let sums: (UInt32, UInt32)
    }

    private static func word(_ octets: UnsafeRawBufferPointer, _ place: Int) -> UInt32 {
        UInt32(bigEndian: octets.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }

    private static func head(_ octets: UnsafeRawBufferPointer) -> Head? {
        let magic = word(octets, 0)
        let pageSize = Int(word(octets, 8))
        guard magic & ~1 == 0x377f_0682, (512...65_536).contains(pageSize) else { return nil }
        return Head(
            isBig: magic & 1 == 1, pageSize: pageSize,
            salts: UInt64(word(octets, 16)) << 32 | UInt64(word(octets, 20)),
            sums: (word(octets, 24), word(octets, 28)))
    }

    /// The sums over a range of octets, a multiple of eight, going on from earlier ones.
    private static func sums(
        _ octets: UnsafeRawBufferPointer, _ range: Range<Int>, isBig: Bool,
        after: (UInt32, UInt32)
    ) -> (UInt32, UInt32) {
        var (one, two) = after
        for place in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
            var first = octets.loadUnaligned(fromByteOffset: place, as: UInt32.self)
            var second = octets.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
            if isBig { (first, second) = (first.byteSwapped, second.byteSwapped) }
            one = one &+ first &+ two
            two = two &+ second &+ one
        }
        return (one, two)
    }

    private struct Scan {
        /// Frames that fit.
        var frames = 0
        /// Frames up to the last commit that fits.
        var committed = 0
        /// The sums behind the last frame that fits.
        var sums: (UInt32, UInt32) = (0, 0)
    }

    /// Follows the frames as far as they fit.
    private static func scan(_ octets: UnsafeRawBufferPointer) -> Scan {
        var scan = Scan()
        guard let head = head(octets),
            sums(octets, 0..<24, isBig: head.isBig, after: (0, 0)) == head.sums
        else { return scan }
        scan.sums = head.sums
        var start = headCount
        while start + frameHeadCount + head.pageSize <= octets.count {
            let salts = UInt64(word(octets, start + 8)) << 32 | UInt64(word(octets, start + 12))
            guard salts == head.salts else { break }
            let after = frameSums(octets, start, head, scan.sums)
            guard after == (word(octets, start + 16), word(octets, start + 20)) else { break }
            scan.sums = after
            scan.frames += 1
            if word(octets, start + 4) != 0 { scan.committed = scan.frames }
            start += frameHeadCount + head.pageSize
        }
        return scan
    }

    private static func frameSums(
        _ octets: UnsafeRawBufferPointer, _ start: Int, _ head: Head, _ before: (UInt32, UInt32)
    ) -> (UInt32, UInt32) {
        let inHead = sums(octets, start..<start + 8, isBig: head.isBig, after: before)
        let page = start + frameHeadCount..<start + frameHeadCount + head.pageSize
        return sums(octets, page, isBig: head.isBig, after: inHead)
    }

    // MARK: Searching

    /// The bits that make the first frame fit that does not.
    private static func candidates(
        _ octets: UnsafeRawBufferPointer, _ scan: Scan
    ) -> [Candidate] {
        guard let head = head(octets),
            sums(octets, 0..<24, isBig: head.isBig, after: (0, 0)) == head.sums
        else { return candidatesOfHead(octets) }
        let start = headCount + scan.frames * (frameHeadCount + head.pageSize)
        guard start + frameHeadCount + head.pageSize <= octets.count else { return [] }
        let frame = scan.frames + 1
        let salts = UInt64(word(octets, start + 8)) << 32 | UInt64(word(octets, start + 12))
        if salts != head.salts {
            return differing(salts ^ head.salts, at: start + 8, frame, isCertain: true)
        }
        let found = frameSums(octets, start, head, scan.sums)
        let should = (word(octets, start + 16), word(octets, start + 20))
        let places =
            Array(stride(from: start, to: start + 8, by: 4))
            + Array(
                stride(
                    from: start + frameHeadCount, to: start + frameHeadCount + head.pageSize,
                    by: 4))
        var result = solved(
            octets, places, (should.0 &- found.0, should.1 &- found.1), isBig: head.isBig, frame)
        let pages = pagesAfterCommit(octets, from: start, head)
        let isHeadWrong =
            word(octets, start) > pages || word(octets, start) == 0
            || word(octets, start + 4) > pagesMax
        let isInHead = { (candidate: Candidate) in candidate.place < start + frameHeadCount }
        if isHeadWrong {
            result = result.filter(isInHead)
            for index in result.indices { result[index].isCertain = true }
        } else if result.count > 1 {
            result.removeAll(where: isInHead)
        }
        let difference = UInt64(found.0 ^ should.0) << 32 | UInt64(found.1 ^ should.1)
        return result + differing(difference, at: start + 16, frame, isCertain: false)
    }

    /// How many pages the file has after the commit that a frame belongs to.
    private static func pagesAfterCommit(
        _ octets: UnsafeRawBufferPointer, from start: Int, _ head: Head
    ) -> UInt32 {
        var start = start
        while start + frameHeadCount <= octets.count {
            let pages = word(octets, start + 4)
            if pages != 0, pages <= pagesMax { return pages }
            start += frameHeadCount + head.pageSize
        }
        return pagesMax
    }

    /// Bits of the head of the log: of its sums, or of what they are over.
    private static func candidatesOfHead(_ octets: UnsafeRawBufferPointer) -> [Candidate] {
        var copy = Array(octets.prefix(headCount))
        var result: [Candidate] = []
        for place in 0..<headCount {
            for bit in 0..<8 {
                copy[place] ^= 1 << UInt8(bit)
                let fits = copy.withUnsafeBytes { octets in
                    head(octets).map {
                        sums(octets, 0..<24, isBig: $0.isBig, after: (0, 0)) == $0.sums
                    } ?? false
                }
                if fits { result.append(Candidate(frame: 0, place: place, bit: 1 << UInt8(bit))) }
                copy[place] ^= 1 << UInt8(bit)
            }
        }
        return result
    }

    /// The one bit in which a big-endian number of eight octets differs; none if there are more.
    private static func differing(
        _ difference: UInt64, at place: Int, _ frame: Int, isCertain: Bool
    ) -> [Candidate] {
        guard difference.nonzeroBitCount == 1 else { return [] }
        let bit = difference.trailingZeroBitCount
        return [
            Candidate(
                frame: frame, place: place + 7 - bit / 8, bit: 1 << UInt8(bit % 8),
                isCertain: isCertain)
        ]
    }

    /// The bits of the words that change the sums by just that much.
    private static func solved(
        _ octets: UnsafeRawBufferPointer, _ places: [Int], _ difference: (UInt32, UInt32),
        isBig: Bool, _ frame: Int
    ) -> [Candidate] {
        // By how much the sums grow when the second or the first word of a pair grows by one; from
        // the last pair back, each is what the step of one more pair makes of it.
        var ofSecond: (UInt32, UInt32) = (0, 1)
        var ofFirst: (UInt32, UInt32) = (1, 1)
        var result: [Candidate] = []
        for index in stride(from: places.count - 1, through: 0, by: -1) {
            let isSecond = index % 2 == 1
            let weight = isSecond ? ofSecond : ofFirst
            let stored = octets.loadUnaligned(fromByteOffset: places[index], as: UInt32.self)
            let value = isBig ? stored.byteSwapped : stored
            for bit in 0..<UInt32(32) {
                let change: UInt32 = value >> bit & 1 == 1 ? 0 &- (1 << bit) : 1 << bit
                guard weight.0 &* change == difference.0, weight.1 &* change == difference.1
                else { continue }
                let octet = isBig ? places[index] + 3 - Int(bit / 8) : places[index] + Int(bit / 8)
                result.append(Candidate(frame: frame, place: octet, bit: 1 << UInt8(bit % 8)))
            }
            guard !isSecond else { continue }
            ofSecond = (ofSecond.0 &+ ofSecond.1, ofSecond.0 &+ ofSecond.1 &+ ofSecond.1)
            ofFirst = (ofFirst.0 &+ ofFirst.1, ofFirst.0 &+ ofFirst.1 &+ ofFirst.1)
        }
        return result
    }

    /// Gives frames the sums that fit what they hold.
    private static func sumAgain(
        _ octets: inout [UInt8], from first: Int, through last: Int, _ before: (UInt32, UInt32)
    ) {
        octets.withUnsafeMutableBytes { buffer in
            guard let head = head(UnsafeRawBufferPointer(buffer)) else { return }
            var sums = before
            for frame in first...last {
                let start = headCount + (frame - 1) * (frameHeadCount + head.pageSize)
                sums = frameSums(UnsafeRawBufferPointer(buffer), start, head, sums)
                buffer.storeBytes(of: sums.0.bigEndian, toByteOffset: start + 16, as: UInt32.self)
                buffer.storeBytes(of: sums.1.bigEndian, toByteOffset: start + 20, as: UInt32.self)
            }
        }
    }
}
