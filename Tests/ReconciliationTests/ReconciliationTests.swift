import Reconciliation
import Testing

@Suite("Reconciliation")
struct ReconciliationTests {
    private static func sketch(_ items: Set<UInt64>, _ key: SessionKey, _ count: Int) -> SetSketch {
        var sketch = SetSketch(key: key, count: count)
        for item in items.sorted() { sketch.add(item) }
        return sketch
    }

    /// Two sets that share `shared` items and differ in `differing`, on either side.
    private static func sets(
        _ random: inout SplitMix64, shared: Int, differing: Int
    ) -> (ours: Set<UInt64>, theirs: Set<UInt64>) {
        var ours: Set<UInt64> = []
        while ours.count < shared { ours.insert(random.next()) }
        var theirs = ours
        for _ in 0..<differing {
            if random.next() & 1 == 0 {
                ours.insert(random.next())
            } else {
                theirs.insert(random.next())
            }
        }
        return (ours, theirs)
    }

    @Test("finds any difference of any two sets once there are symbols enough", arguments: 0..<200)
    func anyDifference(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let key = SessionKey(high: random.next(), low: random.next())
        let (ours, theirs) = Self.sets(
            &random, shared: Int(random.next() % 400), differing: Int(random.next() % 300))
        var count = 8
        var found: SetDifference?
        while found == nil, count <= 2_048 {
            found = SetDifference(
                Self.sketch(ours, key, count), Self.sketch(theirs, key, count).symbols)
            count *= 2
        }
        let difference = try #require(found)
        #expect(difference.ours == ours.subtracting(theirs).sorted())
        #expect(difference.theirs == theirs.subtracting(ours).sorted())
    }

    @Test("takes about 1.35 to 1.7 symbols an item that differs")
    func economy() {
        var random = SplitMix64(seed: 7)
        for (differing, most) in [(20, 1.9), (100, 1.7), (1_000, 1.55), (5_000, 1.45)] {
            let rounds = max(3, 2_000 / differing)
            var symbols = 0
            for _ in 0..<rounds {
                let key = SessionKey(high: random.next(), low: random.next())
                let (ours, theirs) = Self.sets(&random, shared: 50, differing: differing)
                symbols += Self.fewest(ours.subtracting(theirs), theirs.subtracting(ours), key)
            }
            let ratio = Double(symbols) / Double(rounds * differing)
            print("reconciliation: \(differing) differ, \(ratio) symbols each")
            #expect(ratio < most, "\(differing)")
            #expect(ratio > 1)
        }
    }

    /// The fewest symbols that decode, as somebody finds them who takes one after the other.
    private static func fewest(
        _ ours: Set<UInt64>, _ theirs: Set<UInt64>, _ key: SessionKey
    ) -> Int {
        var (low, high) = (1, ours.count + theirs.count)
        func decodes(_ count: Int) -> Bool {
            SetDifference(sketch(ours, key, count), sketch(theirs, key, count).symbols) != nil
        }
        while !decodes(high) { high *= 2 }
        while low < high {
            let middle = (low + high) / 2
            if decodes(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    @Test("of equal sets is nothing, from one symbol on")
    func equal() {
        var random = SplitMix64(seed: 3)
        let key = SessionKey(high: random.next(), low: random.next())
        let (ours, _) = Self.sets(&random, shared: 1_000, differing: 0)
        let sketch = Self.sketch(ours, key, 1)
        let difference = SetDifference(sketch, sketch.symbols)
        #expect(difference?.ours == [])
        #expect(difference?.theirs == [])
    }

    @Test("under another key is not found by chance")
    func otherKey() {
        var random = SplitMix64(seed: 4)
        let (ours, theirs) = Self.sets(&random, shared: 100, differing: 5)
        let one = SessionKey(high: 1, low: 2)
        let two = SessionKey(high: 1, low: 3)
        #expect(
            SetDifference(Self.sketch(ours, one, 64), Self.sketch(theirs, two, 64).symbols) == nil)
    }

    @Test("of symbols that are no set's ends, and says so")
    func hostile() {
        var random = SplitMix64(seed: 11)
        var refused = 0
        for round in 0..<5_000 {
            let key = SessionKey(high: random.next(), low: random.next())
            let count = 1 + Int(random.next() % 80)
            let (ours, theirs) = Self.sets(
                &random, shared: 20, differing: Int(random.next() % 20))
            var symbols = Self.sketch(theirs, key, count).symbols
            for _ in 0...Int(random.next() % 4) {
                let place = Int(random.next() % UInt64(count))
                switch round % 4 {
                case 0: symbols[place].items = random.next()
                case 1: symbols[place].checks = UInt32(truncatingIfNeeded: random.next())
                case 2: symbols[place].count = Int64(bitPattern: random.next())
                default:
                    symbols[place] = CodedSymbol(
                        items: random.next(), checks: UInt32(truncatingIfNeeded: random.next()),
                        count: [1, -1, .max, .min][Int(random.next() % 4)])
                }
            }
            let found = SetDifference(Self.sketch(ours, key, count), symbols)
            if found == nil { refused += 1 }
            // What does come out has no more items than there are symbols.
            #expect((found.map { $0.ours.count + $0.theirs.count } ?? 0) <= count)
        }
        #expect(refused > 4_500)
        let key = SessionKey(high: 0, low: 0)
        #expect(SetDifference(SetSketch(key: key, count: 0), []) == nil)
        #expect(SetDifference(SetSketch(key: key, count: 2), [CodedSymbol()]) == nil)
        #expect(SetSketch(key: key, count: .max).symbols.count == SetSketch.symbolsMax)
        #expect(SetSketch(key: key, count: -1).symbols.isEmpty)
    }
}
