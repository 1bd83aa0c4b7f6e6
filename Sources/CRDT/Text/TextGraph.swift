/// The ops of one text by number, in any causal order, and the text they make.
///
/// Invariant: the parents of an op have lesser numbers than the op.
public struct TextGraph: Sendable {
    /// A run whose typed text lies in `codePoints`.
    struct Run {
        var position: Int
        var deleted: Int
        var typed: Int
    }

    private(set) var ranks: [Int] = []
    private(set) var codePoints: [UInt32] = []
    private var parents: [Int] = []
    private var parentEnds: [Int] = []
    private var runs: [Run] = []
    private var runEnds: [Int] = []
    private var typedEnds: [Int] = []

    /// Has no op, and makes the empty text.
    public init() {}

    /// How many ops there are.
    public var count: Int { ranks.count }

    /// Adds an op, numbered `count`, that was made at the version its parents name.
    ///
    /// - Parameters:
    ///   - parents: Numbers of ops; those that are no earlier op's are left out.
    ///   - rank: Compares with those of other ops as their identities do.
    ///   - runs: Clamped to the text at that version.
    public mutating func append(parents: [Int], rank: Int, runs: [TextRun]) {
        for parent in parents where parent >= 0 && parent < count { self.parents.append(parent) }
        for run in runs {
            let start = codePoints.count
            for scalar in run.inserted.unicodeScalars { codePoints.append(scalar.value) }
            self.runs.append(
                Run(
                    position: max(0, run.position), deleted: max(0, run.deleted),
                    typed: codePoints.count - start))
        }
        close(rank: rank)
    }

    /// The same graph, or a part that is closed under parents, in another causal order.
    func ordered(by order: [Int]) -> TextGraph {
        var graph = TextGraph()
        var numbers = Array(repeating: 0, count: count)
        for op in order {
            numbers[op] = graph.count
            for parent in parents(of: op) { graph.parents.append(numbers[parent]) }
            graph.runs += runs(of: op)
            graph.codePoints += typed(by: op)
            graph.close(rank: ranks[op])
        }
        return graph
    }

    private mutating func close(rank: Int) {
        ranks.append(rank)
        parentEnds.append(parents.count)
        runEnds.append(runs.count)
        typedEnds.append(codePoints.count)
    }

    func parents(of op: Int) -> ArraySlice<Int> {
        parents[(op > 0 ? parentEnds[op - 1] : 0)..<parentEnds[op]]
    }

    func runs(of op: Int) -> ArraySlice<Run> {
        runs[(op > 0 ? runEnds[op - 1] : 0)..<runEnds[op]]
    }

    func typed(by op: Int) -> ArraySlice<UInt32> {
        codePoints[(op > 0 ? typedEnds[op - 1] : 0)..<typedEnds[op]]
    }

    /// The text of all ops.
    public var text: String {
        var replay = TextReplay(of: self)
        replay.run()
        return String(codePoints: replay.codePoints)
    }
}
