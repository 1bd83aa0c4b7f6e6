import CRDT
import Testing

/// Texts of graphs of ops.
enum TextCheck {
    static func text(_ vector: Vector) throws {
        struct Parts: Decodable {
            struct One: Decodable {
                let identity: IdentityParts
                let predecessors: [Int]
                let runs: [RunParts]
            }
            struct Expected: Decodable { let text: String }
            let ops: [One]
            let expected: Expected
        }
        let parts = try vector.parts(Parts.self)
        let ids = try parts.ops.map { try $0.identity.identity() }
        var ops: [TextOp] = []
        for (id, op) in zip(ids, parts.ops) {
            guard op.predecessors.allSatisfy(ids.indices.contains) else {
                throw VectorFault(what: "\(vector.path): a predecessor")
            }
            ops.append(
                TextOp(
                    id: id, predecessors: op.predecessors.map { ids[$0] },
                    runs: op.runs.map(\.run)))
        }
        // Two arrivals: as written, and from the last on.
        for arrival in [ops, ops.reversed()] {
            let text = TextHistory(arrival).text
            #expect(text.utf8.elementsEqual(parts.expected.text.utf8), "\(vector.path): \(text)")
        }
    }
}

/// A run: position, deleted, inserted.
struct RunParts: Decodable {
    let run: TextRun

    init(from decoder: any Decoder) throws {
        var items = try decoder.unkeyedContainer()
        run = TextRun(
            position: try items.decode(Int.self), deleted: try items.decode(Int.self),
            inserted: try items.decode(String.self))
    }
}
