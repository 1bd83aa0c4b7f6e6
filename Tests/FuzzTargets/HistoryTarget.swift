import CRDT
import Octets

/// Ops of one text: whatever they say, every order of them makes the same.
enum HistoryTarget {
    private static let opsMax = 40

    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        var source = ByteSource(octets)
        let ops = ops(&source)
        let history = TextHistory(ops)
        let other = TextHistory(ops.reversed())
        try require(
            same(history.text, other.text) && history.heads == other.heads
                && Set(history.operations) == Set(other.operations)
                && history.contested == other.contested
                && history.attribution == other.attribution,
            "every order of the ops makes the same")
        try require(
            same(history.text(at: history.heads), history.text),
            "the version of all heads is the text")
        let count = history.text.unicodeScalars.count
        try require(
            history.attribution.reduce(0) { $0 + $1.count } == count
                && history.attribution.allSatisfy { $0.count > 0 },
            "each character has its author")
        let order = history.canonicalOrder { _ in 0 }
        try require(
            order == other.canonicalOrder { _ in 0 } && order.count == history.operations.count,
            "there is one order to show")
        for op in ops.prefix(4) {
            try require(
                history.undoRuns(of: op.id) == other.undoRuns(of: op.id),
                "taking back is the same everywhere")
            _ = TextEdit.apply(history.undoRuns(of: op.id), to: history.text)
        }
        try checkNext(ops, history, &source)
    }

    /// An op over all heads does what its runs do to the text.
    private static func checkNext(
        _ ops: [TextOp], _ history: TextHistory, _ source: inout ByteSource
    ) throws(FuzzFailure) {
        guard let last = history.operations.last else { return }
        let runs = [
            TextRun(position: source.below(50), deleted: source.below(9), inserted: "né\u{301}xt")
        ]
        let id = Identity(
            scope: last.scope, dot: last.dot, hash: Octets32(first: .zero, second: last.hash.first))
        guard !history.operations.contains(id) else { return }
        let next = TextOp(id: id, predecessors: history.heads, runs: runs)
        let all = TextHistory(ops + [next])
        try require(
            same(all.text, TextEdit.apply(runs, to: history.text)),
            "an op over all heads does what its runs say")
    }

    private static func same(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }

    private static func ops(_ source: inout ByteSource) -> [TextOp] {
        var ops: [TextOp] = []
        while !source.isAtEnd, ops.count < opsMax {
            let shape = source.octet()
            let index = ops.count
            var predecessors: [Identity] = []
            for _ in 0..<(shape & 3) where index > 0 {
                predecessors.append(identity(source.below(index + (shape & 0x40 == 0 ? 0 : 2))))
            }
            if shape & 0x30 == 0, index > 0 { predecessors.append(identity(index - 1)) }
            var runs: [TextRun] = []
            for _ in 0..<(shape >> 2 & 3) {
                runs.append(
                    TextRun(
                        position: position(&source), deleted: position(&source) / 4,
                        inserted: source.text()))
            }
            if shape & 0x80 != 0, index > 0 { ops.append(ops[source.below(index)]) }
            ops.append(TextOp(id: identity(index), predecessors: predecessors, runs: runs))
        }
        return ops
    }

    private static func position(_ source: inout ByteSource) -> Int {
        let octet = source.octet()
        return octet == 0xFF ? Int(UInt32.max) : Int(octet)
    }

    /// Replicas are spread, so that identities do not ascend with the numbers.
    private static func identity(_ number: Int) -> Identity {
        let spread = UInt64(number) &* 0x9e37_79b9_7f4a_7c15
        let octets = Octets16(high: spread, low: UInt64(number))
        return Identity(
            scope: .zero, dot: Dot(replica: ReplicaID(octets), counter: UInt64(number + 1)),
            hash: Octets32(first: octets, second: octets))
    }
}
