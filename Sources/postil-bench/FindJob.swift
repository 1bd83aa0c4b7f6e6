import AnnotationModel
import Crypto
import Query
import Storage
import SyncEngine

/// `find`: in a store that `fill` made, what the index of words takes and gives, beside a look at
/// every annotation.
enum FindJob {
    static func run(_ options: Options) throws {
        let store = try ClientStore.open(
            options.string("store"), hashing: BLAKE2b(), programName: "postil-bench")
        let runs = try options.int("runs", 9)
        let words = try options.string("words")
        guard let pattern = SearchPattern(words, isWhole: false) else {
            throw BenchError("there is nothing to look for in “\(words)”")
        }
        let expression = QueryExpression.term(.words(pattern))
        let narrowing = try expression.narrowing(NoNames())
        for (name, narrowing) in [("index", narrowing), ("scan", .everything)] {
            var times: [Double] = []
            var found = 0
            for _ in 0..<(name == "scan" ? 1 : runs) {
                let (time, matches) = try Measure.milliseconds {
                    try count(pattern, narrowing, store)
                }
                times.append(time)
                found = matches
            }
            Measure.put("find.\(name).ms", Measure.median(times))
            Measure.put("find.\(name).found", found)
        }
    }

    private static func count(
        _ pattern: SearchPattern, _ narrowing: Narrowing, _ store: ClientStore
    ) throws -> Int {
        try store.read { transaction in
            var count = 0
            try transaction.search(EntitySearch(narrowing: narrowing)) { row in
                if SearchText(row.text?.text ?? "").contains(pattern) { count += 1 }
                return true
            }
            return count
        }
    }

    /// Nobody's name has the words.
    private struct NoNames: QueryNames {
        func accounts(named name: String) -> [AccountID] { [] }
        func accounts(matching words: SearchPattern) -> [AccountID] { [] }
        func articles(withURL part: String) -> [String]? { [] }
    }
}
