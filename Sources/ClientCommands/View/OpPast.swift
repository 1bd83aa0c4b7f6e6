import CRDT
import Replication
import SyncEngine

/// Which ops of one entity had seen which.
struct OpPast {
    /// The ops that count, each once and after all that it names.
    let ops: [PlacedOp]
    private let named: [Identity: [Identity]]

    /// - Parameter isMeant: which ops are looked at.
    init(_ ops: [PlacedOp], in copy: any CopyStore, _ isMeant: (PlacedOp) -> Bool) throws {
        var seen: Set<Identity> = []
        self.ops = ops.filter {
            isMeant($0) && !$0.verdict.isRefusal && seen.insert($0.identity).inserted
        }
        var named: [Identity: [Identity]] = [:]
        for op in self.ops {
            named[op.identity] = try op.op.names.compactMap { try copy.op(at: $0)?.identity }
        }
        self.named = named
    }

    func op(_ identity: Identity) -> PlacedOp? { ops.first { $0.identity == identity } }

    /// What these ops name, what that names, and so on; these too.
    func past(of identities: some Sequence<Identity>) -> Set<Identity> {
        var past: Set<Identity> = []
        var waiting = Array(identities)
        while let next = waiting.popLast() {
            guard named[next] != nil, past.insert(next).inserted else { continue }
            waiting += named[next] ?? []
        }
        return past
    }

    /// The ops that neither saw this one nor were seen by it.
    func concurrent(to identity: Identity) -> [PlacedOp] {
        let past = past(of: [identity])
        var future: Set<Identity> = [identity]
        for op in ops where named[op.identity]?.contains(where: future.contains) == true {
            future.insert(op.identity)
        }
        return ops.filter { !past.contains($0.identity) && !future.contains($0.identity) }
    }
}
