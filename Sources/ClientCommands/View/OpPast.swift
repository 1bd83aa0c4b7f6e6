import CRDT
import Replication
import SyncEngine

/// Which ops of one entity had seen which.
struct OpPast {
    /// The ops that count, each once and after all that it names.
    let ops: [PlacedOp]
    private let named: [Identity: [Identity]]
    private let places: [Identity: Int]

    /// - Parameter isMeant: which ops are looked at.
    init(_ ops: [PlacedOp], in copy: any CopyStore, _ isMeant: (PlacedOp) -> Bool) throws {
        var places: [Identity: Int] = [:]
        var counted: [PlacedOp] = []
        for op in ops where isMeant(op) && !op.verdict.isRefusal && places[op.identity] == nil {
            places[op.identity] = counted.count
            counted.append(op)
        }
        self.ops = counted
        self.places = places
        var named: [Identity: [Identity]] = [:]
        for op in counted {
            named[op.identity] = try op.op.names.compactMap { try copy.op(at: $0)?.identity }
        }
        self.named = named
    }

    func op(_ identity: Identity) -> PlacedOp? { places[identity].map { ops[$0] } }

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

    /// What names this op, what names that, and so on; this too.
    func future(of identity: Identity) -> Set<Identity> {
        var future: Set<Identity> = [identity]
        for op in ops where named[op.identity]?.contains(where: future.contains) == true {
            future.insert(op.identity)
        }
        return future
    }

    /// The ops that neither saw this one nor were seen by it.
    func concurrent(to identity: Identity) -> [PlacedOp] {
        let past = past(of: [identity])
        let future = future(of: identity)
        return ops.filter { !past.contains($0.identity) && !future.contains($0.identity) }
    }

    /// The newest ops that met, none of which had seen another, and what was written over all of
    /// them since, the newest first; no heads if each op had seen all before it.
    var newestMeeting: (heads: [PlacedOp], over: [PlacedOp]) {
        var namers: [Identity: Int] = [:]
        for name in named.values.joined() { namers[name, default: 0] += 1 }
        var heads = ops.filter { namers[$0.identity] == nil }
        var over: [PlacedOp] = []
        while heads.count == 1, let last = heads.popLast() {
            over.append(last)
            for name in named[last.identity] ?? [] {
                namers[name, default: 1] -= 1
                if namers[name] == 0, let op = op(name) { heads.append(op) }
            }
        }
        return (heads, over)
    }
}
