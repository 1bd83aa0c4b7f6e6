import AnnotationModel
import CRDT
import Replication
import WireFormat

/// An op that was refused for what it leaned on, and accepted when it was issued again, takes away
/// what the refused ones before it would have: no less, and nothing that nobody had seen.
struct ReissueCheck {
    private var ops: [Dot: (op: Op, verdict: Verdict, identity: Identity)] = [:]
    private var refused: [Identity: [Op]] = [:]
    private var accepted: Set<Identity> = []
    /// How many ops were looked at.
    private(set) var count = 0

    mutating func check(_ log: [Record]) throws {
        for record in log {
            let bundle = record.bundle
            for (index, entry) in bundle.entries.enumerated() {
                let dot = bundle.dot(at: index)
                let op = entry.op
                let identity =
                    op.was ?? Identity(scope: bundle.set.octets, dot: dot, hash: entry.hash)
                ops[dot] = (op, record.mask[index], identity)
                if record.mask[index] == .depends { refused[identity, default: []].append(op) }
                guard record.mask[index] == .accepted, accepted.insert(identity).inserted,
                    let earlier = refused[identity]
                else { continue }
                count += 1
                // A copy of the store may have got all of it accepted, refused ops included.
                let isSound = earlier.contains {
                    substituted($0.names) == substituted(op.names)
                        && substituted($0.kills) == substituted(op.kills)
                        || identities($0.names) == identities(op.names)
                            && identities($0.kills) == identities(op.kills)
                }
                if !isSound { throw Failure("an op issued again names other values") }
            }
        }
    }

    private func identities(_ dots: [Dot]) -> Set<Identity> {
        Set(dots.compactMap { ops[$0]?.identity })
    }

    /// What the dots stand for, and in place of a refused one what it named.
    private func substituted(_ dots: [Dot]) -> Set<Identity> {
        var result: Set<Identity> = []
        var waiting = dots
        var seen: Set<Dot> = []
        while let dot = waiting.popLast() {
            guard seen.insert(dot).inserted, let named = ops[dot] else { continue }
            if named.verdict == .accepted {
                result.insert(named.identity)
            } else {
                waiting += named.op.names
            }
        }
        return result
    }
}
