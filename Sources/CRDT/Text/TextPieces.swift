/// A text cut into clusters, and those joined to words, spaces and single signs.
struct TextPieces {
    let codePoints: [UInt32]
    /// Where each cluster begins, in code points, and where the last one ends.
    let clusters: [Int]
    /// Where each word begins, in clusters, and where the last one ends.
    let words: [Int]

    /// Takes extended grapheme clusters, which an edit must not cut.
    init(_ text: String) {
        var codePoints: [UInt32] = []
        var clusters: [Int] = []
        for character in text {
            clusters.append(codePoints.count)
            for scalar in character.unicodeScalars { codePoints.append(scalar.value) }
        }
        var words: [Int] = []
        var before = SignKind.other
        for (index, start) in clusters.enumerated() {
            let kind = SignKind(codePoints[start])
            if kind == .other || kind != before || index == 0 { words.append(index) }
            before = kind
        }
        words.append(clusters.count)
        clusters.append(codePoints.count)
        self.codePoints = codePoints
        self.clusters = clusters
        self.words = words
    }

    /// The kind of a cluster: that of its first code point.
    func kind(ofCluster cluster: Int) -> SignKind {
        SignKind(codePoints[clusters[cluster]])
    }

    func isSpace(word: Int) -> Bool { kind(ofCluster: words[word]) == .space }

    /// The clusters of a range of words.
    func clusterRange(ofWords range: Range<Int>) -> Range<Int> {
        words[range.lowerBound]..<words[range.upperBound]
    }

    /// The code points of a range of clusters.
    func codePoints(ofClusters range: Range<Int>) -> ArraySlice<UInt32> {
        codePoints[clusters[range.lowerBound]..<clusters[range.upperBound]]
    }
}

/// Gives equal pieces equal numbers: comparing numbers is faster, and never by canonical
/// equivalence.
struct PieceNumbers {
    private var numbers: [ArraySlice<UInt32>: Int] = [:]

    mutating func number(of piece: ArraySlice<UInt32>) -> Int {
        if let known = numbers[piece] { return known }
        let fresh = numbers.count
        numbers[piece] = fresh
        return fresh
    }
}
