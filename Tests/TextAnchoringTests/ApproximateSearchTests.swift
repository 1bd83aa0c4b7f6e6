import Testing
import TextAnchoring

/// The bit-parallel search against the matrix of distances, worked out in full (Sellers 1980).
@Suite struct ApproximateSearchTests {
    /// The fewest errors with which a stretch that ends at each place becomes the pattern.
    private func distances(_ pattern: [Int32], _ text: [Int32]) -> [Int] {
        var column = Array(0...pattern.count)
        var result: [Int] = []
        for key in text {
            var diagonal = column[0]
            for row in 1...pattern.count {
                let cost = min(
                    diagonal + (pattern[row - 1] == key ? 0 : 1), column[row - 1] + 1,
                    column[row] + 1)
                diagonal = column[row]
                column[row] = cost
            }
            result.append(column[pattern.count])
        }
        return result
    }

    private func distance(_ one: [Int32], _ other: ArraySlice<Int32>) -> Int {
        var column = Array(0...one.count)
        for key in other {
            var diagonal = column[0]
            column[0] += 1
            for row in one.indices {
                let cost = min(
                    diagonal + (one[row] == key ? 0 : 1), column[row] + 1, column[row + 1] + 1)
                diagonal = column[row + 1]
                column[row + 1] = cost
            }
        }
        return column[one.count]
    }

    /// A text of few letters, and a pattern out of it with some changes.
    private func world(
        _ random: inout SplitMix64, letters: Int32, text length: Int, pattern: ClosedRange<Int>
    ) -> (pattern: [Int32], text: [Int32]) {
        let text = (0..<length).map { _ in Int32.random(in: 97..<97 + letters, using: &random) }
        let count = min(length, Int.random(in: pattern, using: &random))
        let start = Int.random(in: 0...length - count, using: &random)
        var wanted = Array(text[start..<start + count])
        for _ in 0..<Int.random(in: 0...max(1, count / 6), using: &random) {
            let place = Int.random(in: 0..<wanted.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0 where wanted.count > 1: wanted.remove(at: place)
            case 1: wanted.insert(Int32.random(in: 97..<97 + letters, using: &random), at: place)
            default: wanted[place] = Int32.random(in: 97..<97 + letters + 1, using: &random)
            }
        }
        return (wanted, text)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func theBestMatchIsThatOfTheWholeMatrix(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<25 {
            let (pattern, text) = world(
                &random, letters: Int32.random(in: 2...26, using: &random),
                text: Int.random(in: 1...700, using: &random), pattern: 1...300)
            let errorsMax = Int.random(in: 0..<max(1, pattern.count / 2), using: &random)
            let search = try #require(ApproximateSearch(pattern, errorsMax: errorsMax))
            let matches = search.matches(in: text)
            let all = distances(pattern, text)
            let fewest = try #require(all.min())
            guard fewest <= errorsMax else {
                #expect(matches.isEmpty)
                continue
            }
            #expect(matches.first?.errors == fewest)
            for match in matches {
                #expect(match.errors == all[match.range.upperBound - 1])
                #expect(match.errors == distance(pattern, text[match.range]))
            }
            // Whatever ends somewhere with few errors has a match near that is as good.
            for (index, errors) in all.enumerated() where errors == fewest {
                let isNear = matches.contains {
                    abs($0.range.upperBound - index - 1) <= pattern.count && $0.errors <= errors
                }
                #expect(isNear || matches.count == ApproximateSearch.matchesMax)
            }
        }
    }

    @Test func twinsAreBothTold() throws {
        let words = Array("every loaf is weighed twice".utf8).map(Int32.init)
        let gap = [Int32](repeating: 46, count: 100)
        var other = words
        other[7] = 120
        let pattern = Array("every loaf was weighed twice".utf8).map(Int32.init)
        let search = try #require(ApproximateSearch(pattern, errorsMax: 6))
        let matches = search.matches(in: gap + other + gap + words + gap)
        #expect(matches.map(\.errors) == [2, 3])
        #expect(matches.map(\.range.lowerBound) == [227, 100])
    }

    @Test func whatCannotBeLookedForIsToldAtOnce() {
        #expect(ApproximateSearch([], errorsMax: 0) == nil)
        #expect(ApproximateSearch([1], errorsMax: 1) == nil)
        #expect(ApproximateSearch([1, -1], errorsMax: 0) == nil)
        let long = [Int32](repeating: 1, count: ApproximateSearch.patternMax + 1)
        #expect(ApproximateSearch(long, errorsMax: 0) == nil)
    }

    @Test func anEmptyTextHoldsNothing() throws {
        let search = try #require(ApproximateSearch([1, 2, 3], errorsMax: 2))
        #expect(search.matches(in: []) == [])
    }
}
