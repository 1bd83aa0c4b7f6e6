import CRDT

/// Widens the runs of an edit to whole words, for eyes.
enum WordHunks {
    /// What stands in the old text and, in its place, in the new one: code points, half-open.
    struct Hunk: Equatable {
        var old: Range<Int>
        var new: Range<Int>
    }

    typealias Scalars = [Unicode.Scalar]

    /// The hunks from left to right, none cutting a word; those with nothing but white space
    /// between them are one.
    static func hunks(from old: Scalars, to new: Scalars, _ runs: [TextRun]) -> [Hunk] {
        var hunks: [Hunk] = []
        var shift = 0
        for run in runs {
            let start = run.position - shift
            let inserted = run.inserted.unicodeScalars.count
            var hunk = Hunk(
                old: start..<start + run.deleted, new: run.position..<run.position + inserted)
            shift += inserted - run.deleted
            widen(&hunk, after: hunks.last, old, new)
            slide(&hunk, old, new)
            while let last = hunks.last, belong(last, hunk, old) {
                hunks.removeLast()
                hunk = Hunk(
                    old: last.old.lowerBound..<hunk.old.upperBound,
                    new: last.new.lowerBound..<hunk.new.upperBound)
            }
            hunks.append(hunk)
        }
        return hunks
    }

    private static func widen(
        _ hunk: inout Hunk, after last: Hunk?, _ old: Scalars, _ new: Scalars
    ) {
        let least = last?.old.upperBound ?? 0
        while hunk.old.lowerBound > least, hunk.new.lowerBound > 0,
            cuts(old, hunk.old.lowerBound) || cuts(new, hunk.new.lowerBound)
        {
            hunk.old = hunk.old.lowerBound - 1..<hunk.old.upperBound
            hunk.new = hunk.new.lowerBound - 1..<hunk.new.upperBound
        }
        while hunk.old.upperBound < old.count, hunk.new.upperBound < new.count,
            cuts(old, hunk.old.upperBound) || cuts(new, hunk.new.upperBound),
            // What comes next may be another change.
            old[hunk.old.upperBound] == new[hunk.new.upperBound]
        {
            hunk.old = hunk.old.lowerBound..<hunk.old.upperBound + 1
            hunk.new = hunk.new.lowerBound..<hunk.new.upperBound + 1
        }
    }

    /// Moves what was only put in or only taken out behind the space that it begins with, if the
    /// same space follows it.
    private static func slide(_ hunk: inout Hunk, _ old: Scalars, _ new: Scalars) {
        let (changed, text) = hunk.old.isEmpty ? (hunk.new, new) : (hunk.old, old)
        guard hunk.old.isEmpty != hunk.new.isEmpty, let first = text[changed].first,
            first.properties.isWhitespace, changed.upperBound < text.count,
            text[changed.upperBound] == first
        else { return }
        hunk.old = hunk.old.lowerBound + 1..<hunk.old.upperBound + 1
        hunk.new = hunk.new.lowerBound + 1..<hunk.new.upperBound + 1
    }

    /// Whether two hunks read better as one.
    private static func belong(_ first: Hunk, _ second: Hunk, _ old: Scalars) -> Bool {
        if second.old.lowerBound <= first.old.upperBound { return true }
        let between = old[first.old.upperBound..<second.old.lowerBound]
        let isFull = { (hunk: Hunk) in !hunk.old.isEmpty && !hunk.new.isEmpty }
        return isFull(first) && isFull(second)
            && between.allSatisfy { $0.properties.isWhitespace && $0 != "\n" }
    }

    /// Whether a border lies within a word, or before a mark that belongs to a sign.
    private static func cuts(_ text: Scalars, _ index: Int) -> Bool {
        guard index > 0, index < text.count else { return false }
        if isMark(text[index]) { return true }
        return isLetter(text[index - 1]) && isLetter(text[index])
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isGraphemeExtend || scalar == "\u{200D}"
    }

    /// Whether a scalar is part of a word among others: scripts without spaces have none.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            false
        default:
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || isMark(scalar)
        }
    }
}
