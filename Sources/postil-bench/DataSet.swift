/// Annotations and edits that are the same for every engine and in every run.
///
/// A quote has about 120 characters, a comment 200, a reply 80; words of 2 to 8 letters come as
/// often as Zipf's law has it, so that text compresses like text.
struct DataSet {
    struct Annotation {
        var article: Int
        var start: Int
        var quote: String
        var before: String
        var after: String
        var body: String
        var tags: [String]
        var replies: [String]
    }

    enum Edit {
        case insert(at: Int, String)
        case delete(at: Int)
        case tag(String)
        case untag(String)
        case reply(String)
        case new(Annotation)
        case remove
    }

    /// How many characters a deletion takes.
    static let deleted = 10
    static let articles = 1_000

    private var random: Numbers
    private let words: [String]
    private let weights: [Double]

    init(seed: UInt64) {
        random = Numbers(seed: seed)
        var letters = Numbers(seed: 7)
        let consonants = Array("bcdfghjklmnprstvwz")
        let vowels = Array("aeiou")
        words = (0..<4_000).map { _ in
            (0...letters.below(4)).map { _ in
                "\(consonants[letters.below(consonants.count)])\(vowels[letters.below(5)])"
            }.joined()
        }
        var sum = 0.0
        weights = (0..<4_000).map { rank in
            sum += 1 / Double(rank + 2)
            return sum
        }
    }

    private mutating func word() -> String {
        let place = random.unit() * (weights.last ?? 1)
        var low = 0
        var high = weights.count - 1
        while low < high {
            let middle = (low + high) / 2
            if weights[middle] < place { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }

    mutating func text(_ count: Int) -> String {
        var result = ""
        while result.utf8.count < count { result += (result.isEmpty ? "" : " ") + word() }
        return String(decoding: Array(result.utf8.prefix(count)), as: UTF8.self)
    }

    private mutating func tag() -> String { words[100 + random.below(40)] }

    mutating func annotation() -> Annotation {
        var tags: [String] = []
        while tags.count < 3 {
            let tag = tag()
            if !tags.contains(tag) { tags.append(tag) }
        }
        return Annotation(
            article: random.below(Self.articles), start: random.below(50_000), quote: text(120),
            before: text(64), after: text(64), body: text(200), tags: tags,
            replies: (0..<5).map { _ in text(80) })
    }

    mutating func annotations(_ count: Int) -> [Annotation] {
        (0..<count).map { _ in annotation() }
    }

    /// A thousand edits, or as many as asked for, each with the annotation's place; a tenth goes to
    /// the first hundred annotations.
    mutating func edits(of annotations: [Annotation], count: Int = 1_000) -> [(Int, Edit)] {
        let shares = [(0, 300), (1, 200), (2, 200), (3, 50), (4, 150), (5, 50), (6, 50)]
        var plan = shares.flatMap { Array(repeating: $0.0, count: $0.1) }
        plan.shuffle(using: &random)
        var removed: Set<Int> = []
        return plan.prefix(count).map { kind in
            var place = 0
            repeat {
                let isHot = random.below(10) == 0
                place = random.below(isHot ? min(100, annotations.count) : annotations.count)
            } while removed.contains(place)
            return (place, edit(kind, annotations[place], &removed, place))
        }
    }

    private mutating func edit(
        _ kind: Int, _ annotation: Annotation, _ removed: inout Set<Int>, _ place: Int
    ) -> Edit {
        switch kind {
        case 0: return .insert(at: random.below(170), text(20))
        case 1: return .delete(at: random.below(150))
        case 2: return .tag(tag())
        case 3: return .untag(annotation.tags[0])
        case 4: return .reply(text(80))
        case 5: return .new(self.annotation())
        default:
            removed.insert(place)
            return .remove
        }
    }
}

/// The same numbers for the same seed, everywhere (Steele, Lea and Flood, 2014).
struct Numbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number below `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// A number from 0 up to 1.
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
