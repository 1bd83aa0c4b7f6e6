/// Makes the text of a graph: plain edits where history is a line, and a structure of characters
/// only for ops that are concurrent (Gentle & Kleppmann, Eg-walker, 2025).
struct TextReplay {
    private let graph: TextGraph
    private let cuts: [Bool]
    private var text: GapBuffer<UInt32>
    private var authors: GapBuffer<Int>?
    /// Collects how ops met, as numbers of the graph; nil if nobody asks.
    private(set) var meetings: Set<MeetingWitness.Meeting>?

    init(of graph: TextGraph, attributed: Bool = false, witnessed: Bool = false) {
        self.graph = graph
        cuts = graph.criticalCuts()
        text = GapBuffer(filler: 0)
        authors = attributed ? GapBuffer(filler: 0) : nil
        meetings = witnessed ? [] : nil
    }

    var codePoints: [UInt32] { text.elements }

    /// For each code point of the text, the op that typed it; empty if not asked for.
    var attribution: [Int] { authors?.elements ?? [] }

    /// The op after the last critical version before `op`.
    func regionStart(before op: Int) -> Int {
        var start = op
        while start > 0, !cuts[start - 1] { start -= 1 }
        return start
    }

    /// Applies the ops up to `end`, which is the graph's or the start of a region.
    mutating func run(upTo end: Int? = nil) {
        let end = end ?? graph.count
        var op = 0
        while op < end {
            if cuts[op] {
                applyAlone(op)
                op += 1
            } else {
                let start = op
                while op < end, !cuts[op] { op += 1 }
                op = min(op + 1, end)
                applyTogether(start..<op)
            }
        }
    }

    /// An op whose past is all before it: its positions are positions of the text.
    private mutating func applyAlone(_ op: Int) {
        var typed = graph.typed(by: op)
        for run in graph.runs(of: op) {
            text.replace(at: run.position, deleted: run.deleted, with: typed.prefix(run.typed))
            authors?.replace(
                at: run.position, deleted: run.deleted, with: op, count: run.typed)
            typed = typed.dropFirst(run.typed)
        }
    }

    private mutating func applyTogether(_ range: Range<Int>) {
        var region = ConcurrentRegion(of: graph, range, length: text.count)
        if meetings != nil { region.observe(base: text.elements) }
        region.run()
        region.write(to: &text, authors: &authors)
        if let found = region.witness?.meetings {
            for meeting in found { meetings?.insert(region.numbered(meeting)) }
        }
    }
}
