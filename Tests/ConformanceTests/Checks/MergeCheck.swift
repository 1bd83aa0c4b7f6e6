import Access
import AnnotationModel
import CRDT
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

/// State and verdicts of sequences of ops.
enum MergeCheck {
    private struct Step: Decodable {
        let dot: DotParts
        let author: String
        let role: UInt8?
        let op: OpParts

        func placed(in merge: Merge) throws -> PlacedOp {
            let op = try op.op()
            return try merge.place(
                op, at: try dot.dot(), hash: OpEncoding.hash(op, Blake()),
                author: try author.account(), verdict: .accepted)
        }
    }

    static func judge(_ vector: Vector) throws {
        struct Parts: Decodable {
            struct Expected: Decodable { let verdicts: [String] }
            let set: String
            let ops: [Step]
            let expected: Expected
        }
        let parts = try vector.parts(Parts.self)
        let merge = Merge(MemorySet(try parts.set.set()), hashing: Blake())
        var verdicts: [String] = []
        for step in parts.ops {
            let op = try step.placed(in: merge)
            let role = step.role.flatMap { Role(rawValue: $0) }
            let verdict = try merge.judge(
                op, isWellFormed: { Payload.isWellFormed($0, in: merge.set.id, Blake()) },
                may: { Policy.can(role, $0.action(isAuthor: $1)) },
                isOwn: { replica in
                    [op.author, .none].contains { Naming(Blake()).isReplica(replica, of: $0) }
                })
            verdicts.append("\(verdict)")
            if verdict == .accepted {
                _ = try merge.accept(op)
            } else {
                try merge.refuse(op.judged(verdict))
            }
        }
        #expect(verdicts == parts.expected.verdicts, "\(vector.path)")
        #expect(
            parts.expected.verdicts.last == vector.head.refused ?? "accepted", "\(vector.path)")
    }

    static func merge(_ vector: Vector) throws {
        struct Parts: Decodable {
            let set: String
            let ops: [Step]
            let expected: StateParts
        }
        let parts = try vector.parts(Parts.self)
        for seed in 0..<8 {
            let set = MemorySet(try parts.set.set())
            let merge = Merge(set, hashing: Blake())
            for step in try causalOrder(of: parts.ops, seed: UInt64(seed)) {
                _ = try merge.accept(try step.placed(in: merge))
            }
            try parts.expected.check(set, "\(vector.path), order \(seed)")
        }
    }

    /// Order 0 is the vector's own; each other one draws among the ops whose past is out.
    private static func causalOrder(of steps: [Step], seed: UInt64) throws -> [Step] {
        guard seed > 0 else { return steps }
        let dots = try steps.map { try $0.dot.dot() }
        let needs = try steps.indices.map { index in
            let op = try steps[index].op.op()
            var needs = Set(op.dependencies)
            for earlier in dots[..<index] where earlier.replica == dots[index].replica {
                needs.insert(earlier)
            }
            if case .article = op.target, !(op.kind == .addArticle) { needs.insert(dots[0]) }
            return needs
        }
        var out: Set<Dot> = []
        var waiting = Array(steps.indices)
        var order: [Step] = []
        var state = seed
        while !waiting.isEmpty {
            let ready = waiting.filter { needs[$0].isSubset(of: out) }
            guard !ready.isEmpty else { throw VectorFault(what: "ops that wait for one another") }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let chosen = ready[Int(state >> 33) % ready.count]
            waiting.removeAll { $0 == chosen }
            out.insert(dots[chosen])
            order.append(steps[chosen])
        }
        return order
    }
}
