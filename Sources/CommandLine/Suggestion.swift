/// Finds what a person may have meant by a word that is not known.
public enum Suggestion {
    private static let wordLengthMax = 40
    private static let countMax = 3

    /// The candidates that are nearest to the word, if they are near enough to be a slip: one
    /// edit for three signs, or a beginning of at least two signs.
    public static func near(_ word: String, _ candidates: [String]) -> [String] {
        let typed = Array(word.utf8)
        guard !typed.isEmpty, typed.count <= wordLengthMax else { return [] }
        var scored: [(distance: Int, name: String)] = []
        for name in candidates where !scored.contains(where: { $0.name == name }) {
            let known = Array(name.utf8)
            let allowed = max(1, min(typed.count, known.count) / 3)
            let distance = distance(typed, known)
            if distance <= allowed {
                scored.append((distance, name))
            } else if typed.count >= 2, known.starts(with: typed) {
                scored.append((allowed, name))
            }
        }
        guard let best = scored.map(\.distance).min() else { return [] }
        return Array(scored.filter { $0.distance == best }.map(\.name).prefix(countMax))
    }

    /// `Did you mean “mark”?` with the end of the sentence before it; empty if nothing is near.
    public static func question(_ word: String, _ candidates: [String]) -> String {
        let names = near(word, candidates).map { "“\($0)”" }
        return names.isEmpty ? "" : ". Did you mean \(names.joined(separator: " or "))?"
    }

    /// How many signs have to be put in, taken out, replaced, or swapped with a neighbour.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var line = [row + 1]
            for column in right.indices {
                let isSame = left[row] == right[column]
                var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1)
                best = min(best, line[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    best = min(best, before[column - 1] + 1)
                }
                line.append(best)
            }
            before = last
            last = line
        }
        return last[right.count]
    }
}
