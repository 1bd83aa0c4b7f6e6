import TextAnchoring

/// `approximate`: a quote with errors, looked for in a long text. Both files hold ASCII.
enum ApproximateJob {
    static func run(_ options: Options) throws {
        let text = File.read(try options.string("text")).map(Int32.init)
        let pattern = File.read(try options.string("pattern")).map(Int32.init)
        let errorsMax = try options.int("errors", 30)
        var times: [Double] = []
        var found: [ApproximateMatch] = []
        for _ in 0..<(try options.int("runs", 9)) {
            let (time, matches) = Measure.milliseconds {
                ApproximateSearch(pattern, errorsMax: errorsMax)?.matches(in: text) ?? []
            }
            times.append(time)
            found = matches
        }
        guard let best = found.first else { throw BenchError("the quote was not found") }
        Measure.put("approximate.octets", text.count)
        Measure.put("approximate.pattern", pattern.count)
        Measure.put("approximate.errors", best.errors)
        Measure.put("approximate.end", best.range.upperBound)
        Measure.put("approximate.ms", Measure.median(times))
        Measure.put("approximate.ms.best", times.min() ?? 0)
    }
}
