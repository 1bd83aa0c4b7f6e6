import Reconciliation

/// Symbols that say anything, and those of two real sets.
enum SymbolsTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        var source = ByteSource(octets)
        let key = SessionKey(high: source.word(), low: source.word())
        let isForeign = source.octet() % 2 == 0
        var ours: Set<UInt64> = []
        for _ in 0..<source.below(64) where !source.isAtEnd { ours.insert(source.word()) }
        if isForeign {
            try checkForeign(ours, key, &source)
        } else {
            try checkSets(ours, key, &source)
        }
    }

    private static func sketch(_ items: Set<UInt64>, _ key: SessionKey, _ count: Int) -> SetSketch {
        var sketch = SetSketch(key: key, count: count)
        for item in items { sketch.add(item) }
        return sketch
    }

    private static func checkForeign(
        _ ours: Set<UInt64>, _ key: SessionKey, _ source: inout ByteSource
    ) throws(FuzzFailure) {
        let repeats = 1 + source.below(200)
        var read: [CodedSymbol] = []
        while !source.isAtEnd, read.count < 4_096 {
            read.append(
                CodedSymbol(
                    items: source.word(), checks: UInt32(truncatingIfNeeded: source.word()),
                    count: Int64(bitPattern: source.word())))
        }
        let symbols = Array(repeatElement(read, count: repeats).joined().prefix(16_384))
        let own = sketch(ours, key, symbols.count)
        guard let difference = SetDifference(own, symbols) else { return }
        try checkExplains(difference, own, symbols)
    }

    /// Whether our set with what differs has the other's symbols.
    private static func checkExplains(
        _ difference: SetDifference, _ own: SetSketch, _ symbols: [CodedSymbol]
    ) throws(FuzzFailure) {
        var sums = SetSketch(key: own.key, count: symbols.count)
        var counts = SetSketch(key: own.key, count: symbols.count)
        for item in difference.ours + difference.theirs { sums.add(item) }
        for item in difference.theirs { counts.add(item) }
        for index in symbols.indices {
            let gap = symbols[index].subtracting(own.symbols[index])
            let (all, theirs) = (sums.symbols[index], counts.symbols[index])
            try require(
                gap.items == all.items && gap.checks == all.checks
                    && gap.count == theirs.count &* 2 &- all.count,
                "a difference explains every symbol")
        }
    }

    private static func checkSets(
        _ ours: Set<UInt64>, _ key: SessionKey, _ source: inout ByteSource
    ) throws(FuzzFailure) {
        var theirs = ours
        for item in ours where item % 3 == 0 { theirs.remove(item) }
        while !source.isAtEnd, theirs.count < 256 { theirs.insert(source.word()) }
        let differing = ours.symmetricDifference(theirs)
        let count = 64 + differing.count * 8
        let other = sketch(theirs, key, count).symbols
        guard let found = SetDifference(sketch(ours, key, count), other) else {
            // The octets choose the key, so they may choose one under which it does not come out.
            return
        }
        try require(
            Set(found.ours) == ours.subtracting(theirs)
                && Set(found.theirs) == theirs.subtracting(ours),
            "the difference of two sets is found")
    }
}
