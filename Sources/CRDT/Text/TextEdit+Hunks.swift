extension TextEdit {
    /// Shorter islands of equal clusters inside a word do not stay: they are mostly chance.
    private static let islandMin = 3

    /// The changes in clusters.
    static func hunks(from old: TextPieces, to new: TextPieces) -> [Hunk] {
        var numbers = PieceNumbers()
        let oldWords = wordNumbers(of: old, &numbers)
        let newWords = wordNumbers(of: new, &numbers)
        let changed = slid(LeastChanges.hunks(from: oldWords, to: newWords), oldWords, newWords) {
            $1.isEmpty ? new.isSpace(word: $0) : old.isSpace(word: $0)
        }
        var hunks: [Hunk] = []
        var isWhole = false
        for words in changed {
            let whole = Hunk(
                old: old.clusterRange(ofWords: words.old), new: new.clusterRange(ofWords: words.new)
            )
            let fine =
                words.old.count == 1 && words.new.count == 1
                ? refined(whole, old, new) : [whole]
            let replaces = fine == [whole] && whole.isReplacement
            if let last = hunks.last, isWhole, replaces,
                !(last.old.upperBound..<whole.old.lowerBound).contains(where: {
                    old.kind(ofCluster: $0) == .word
                })
            {
                hunks[hunks.count - 1] = joined(last, whole)
            } else {
                hunks += fine
            }
            isWhole = replaces
        }
        return hunks
    }

    private static func wordNumbers(
        of pieces: TextPieces, _ numbers: inout PieceNumbers
    ) -> [Int] {
        (0..<pieces.words.count - 1).map { word in
            let clusters = pieces.clusterRange(ofWords: word..<word + 1)
            return numbers.number(of: pieces.codePoints(ofClusters: clusters))
        }
    }

    /// Moves what was only put in or only taken out to the left, over equal words, to where it
    /// begins with a space: typed text stands before what is deleted at its place, so that the
    /// end of a word is a safer place than its beginning.
    private static func slid(
        _ hunks: [Hunk], _ old: [Int], _ new: [Int],
        isSpace: (_ word: Int, _ old: Range<Int>) -> Bool
    ) -> [Hunk] {
        var result: [Hunk] = []
        for hunk in hunks {
            var hunk = hunk
            if !hunk.isReplacement {
                let isNew = hunk.old.isEmpty
                let words = isNew ? new : old
                let range = isNew ? hunk.new : hunk.old
                let room = hunk.old.lowerBound - (result.last?.old.upperBound ?? 0)
                var steps = 0
                while steps < room, !isSpace(range.lowerBound - steps, hunk.old),
                    words[range.lowerBound - steps - 1] == words[range.upperBound - steps - 1]
                {
                    steps += 1
                }
                if isSpace(range.lowerBound - steps, hunk.old) { hunk = moved(hunk, left: steps) }
            }
            if let last = result.last, last.old.upperBound == hunk.old.lowerBound {
                result[result.count - 1] = joined(last, hunk)
            } else {
                result.append(hunk)
            }
        }
        return result
    }

    private static func moved(_ hunk: Hunk, left steps: Int) -> Hunk {
        Hunk(
            old: hunk.old.lowerBound - steps..<hunk.old.upperBound - steps,
            new: hunk.new.lowerBound - steps..<hunk.new.upperBound - steps)
    }

    private static func joined(_ first: Hunk, _ second: Hunk) -> Hunk {
        Hunk(
            old: first.old.lowerBound..<second.old.upperBound,
            new: first.new.lowerBound..<second.new.upperBound)
    }

    /// The changes inside one word, if at least half of the longer one stays.
    private static func refined(_ word: Hunk, _ old: TextPieces, _ new: TextPieces) -> [Hunk] {
        var numbers = PieceNumbers()
        let oldSigns = word.old.map {
            numbers.number(of: old.codePoints(ofClusters: $0..<$0 + 1))
        }
        let newSigns = word.new.map {
            numbers.number(of: new.codePoints(ofClusters: $0..<$0 + 1))
        }
        var hunks: [Hunk] = []
        for hunk in LeastChanges.hunks(from: oldSigns, to: newSigns) {
            if let last = hunks.last, hunk.old.lowerBound - last.old.upperBound < islandMin {
                hunks[hunks.count - 1] = joined(last, hunk)
            } else {
                hunks.append(hunk)
            }
        }
        let staying = hunks.reduce(oldSigns.count) { $0 - $1.old.count }
        guard 2 * staying >= max(oldSigns.count, newSigns.count) else { return [word] }
        return hunks.map { hunk in
            let origin = (word.old.lowerBound, word.new.lowerBound)
            return Hunk(
                old: hunk.old.lowerBound + origin.0..<hunk.old.upperBound + origin.0,
                new: hunk.new.lowerBound + origin.1..<hunk.new.upperBound + origin.1)
        }
    }
}
