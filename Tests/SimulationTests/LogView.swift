import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// A log as plain entries, read from records alone.
struct LogView {
    private(set) var accepted: [Oracle.Entry] = []
    private(set) var refused: [Dot: Verdict] = [:]
    private(set) var refusedIdentities: Set<Identity> = []

    init(_ records: [Record], _ membership: Membership, _ hashing: any Hashing) {
        for record in records {
            let bundle = record.bundle
            let account = membership.replicas[bundle.replica]?.account ?? .none
            for (index, entry) in bundle.entries.enumerated() {
                let dot = bundle.dot(at: index)
                if record.mask[index] == .accepted {
                    accepted.append(Self.entry(entry, dot, bundle.set, account))
                } else {
                    refused[dot] = record.mask[index]
                    refusedIdentities.insert(
                        Self.entry(entry, dot, bundle.set, account).identity)
                }
            }
        }
    }

    private static func entry(
        _ entry: Bundle.Entry, _ dot: Dot, _ set: SetID, _ account: AccountID
    ) -> Oracle.Entry {
        let identity = entry.op.was ?? Identity(scope: set.octets, dot: dot, hash: entry.hash)
        return Oracle.Entry(dot: dot, op: entry.op, identity: identity, account: account)
    }

    /// The accepted entries, and behind them those of an outbox that lean on nothing refused or
    /// hidden.
    func shown(_ copy: MemoryCopy, _ naming: Naming) -> [Oracle.Entry] {
        var entries = accepted
        var seen = Set(accepted.map(\.identity))
        var hidden = Set(refused.keys)
        let confirmed = Oracle(accepted, in: copy.id, naming)
        var made: Set = [EntityID(copy.id.octets)]
        for (id, entity) in confirmed.entities where !entity.makers.isEmpty { made.insert(id) }
        for dot in copy.own.outbox {
            guard let placed = try? copy.op(at: dot) else { continue }
            let entry = Oracle.Entry(
                dot: dot, op: placed.op, identity: placed.identity, account: placed.author)
            if seen.contains(placed.identity) {
                // A further name of what is there already.
                entries.append(entry)
                continue
            }
            let leans = placed.op.dependencies.contains { hidden.contains($0) }
            let isThere = placed.entity.map { made.contains($0) } ?? false
            if leans || !(placed.op.kind.creates || isThere) {
                hidden.insert(dot)
                continue
            }
            if placed.op.kind.creates, let entity = placed.entity { made.insert(entity) }
            seen.insert(placed.identity)
            entries.append(entry)
        }
        return entries
    }
}
