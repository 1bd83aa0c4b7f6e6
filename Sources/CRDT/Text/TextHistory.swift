/// All ops of one text that are there, and what they make: text, heads, and who typed what.
///
/// Every causal order of the same ops gives the same (Protocol, text of a comment, rules T1 to
/// T26). An op that names all heads needs no history: `TextEdit.apply` on the text gives the
/// same.
public struct TextHistory: Sendable {
    /// The text of all ops.
    public let text: String
    /// The ops that no other names as a predecessor, ascending: the version of `text`.
    public let heads: [Identity]

    let graph: TextGraph
    let ids: [Identity]
    let numbers: [Identity: Int]

    /// Takes ops of one text in any order.
    ///
    /// Left out are an op with an unknown predecessor, all that depend on it, and repetitions.
    public init(_ ops: [TextOp]) {
        let order = Self.causalOrder(of: ops)
        ids = order.accepted.map { ops[$0].id }
        numbers = order.numbers
        let ranks = Self.ranks(of: ids, isLine: order.isLine)
        var graph = TextGraph()
        var isHead = Array(repeating: true, count: ids.count)
        for (number, index) in order.accepted.enumerated() {
            let parents =
                order.isLine
                ? (number > 0 ? [number - 1] : [])
                : ops[index].predecessors.compactMap { order.numbers[$0] }
            for parent in parents { isHead[parent] = false }
            graph.append(parents: parents, rank: ranks[number], runs: ops[index].runs)
        }
        self.graph = graph
        heads = ids.indices.filter { isHead[$0] }.map { [ids] in ids[$0] }.sorted()
        text = graph.text
    }

    /// The ops taken in, in a causal order that says nothing.
    public var operations: [Identity] { ids }

    /// Who typed the text of all ops, from left to right; neighbours differ.
    public var attribution: [TextSpan] {
        var replay = TextReplay(of: graph, attributed: true)
        replay.run()
        var spans: [TextSpan] = []
        var count = 0
        let authors = replay.attribution
        for (index, author) in authors.enumerated() {
            count += 1
            if index + 1 == authors.count || authors[index + 1] != author {
                spans.append(TextSpan(author: ids[author], count: count))
                count = 0
            }
        }
        return spans
    }

    /// The text at the version that these heads name; those that are not there are left out.
    public func text(at version: [Identity]) -> String {
        let isPast = graph.past(of: version.compactMap { numbers[$0] })
        return graph.ordered(by: ids.indices.filter { isPast[$0] }).text
    }
}
