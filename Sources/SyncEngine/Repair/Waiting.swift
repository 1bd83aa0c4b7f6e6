import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

/// What has not come back of a copy, held while the copy is worked out anew.
struct Waiting {
    private struct Item {
        let dot: Dot
        let op: Op
        let hash: Octets32
    }

    private var items: [Item] = []
    /// The texts that were shown of what unsent edits are about.
    private var texts: [Dot: String] = [:]
    private let sealed: [Bundle]

    /// Takes what there is: each op that was given a counter and has not come back, from its row,
    /// from the sealed bundle that carries it, or from what it left in what is shown.
    init(_ replica: Replica, _ copy: any RebuildableCopy, _ report: inout RebuildReport) throws {
        sealed = try copy.sealed()
        var rows: [UInt64: PlacedOp] = [:]
        for op in try copy.pendingOps() { rows[op.dot.counter] = op }
        var carried: [UInt64: Bundle.Entry] = [:]
        for bundle in sealed where bundle.replica == replica.store.replica {
            for (index, entry) in bundle.entries.enumerated() {
                carried[bundle.dot(at: index).counter] = entry
            }
        }
        let first = try Self.lastRead(replica, copy) + 1
        let last = max(copy.state.counter, rows.keys.max() ?? 0)
        guard first <= last else { return }
        for counter in first...last {
            let dot = Dot(replica: replica.store.replica, counter: counter)
            if let op = rows[counter] {
                items.append(Item(dot: dot, op: op.op, hash: op.hash))
                if let entity = op.entity, op.op.kind.isText {
                    texts[dot] = try copy.text(of: entity)?.text
                }
            } else if case .op(let op, let hash)? = carried[counter] {
                items.append(Item(dot: dot, op: op, hash: hash))
            } else {
                report.lost.append(dot)
            }
        }
    }

    /// The counter of the own op that was read last from the log.
    ///
    /// Read from the log itself: the row that says it is among what is worked out anew.
    private static func lastRead(
        _ replica: Replica, _ copy: any RebuildableCopy
    ) throws -> UInt64 {
        var seq = copy.state.position.seq
        while seq > 0 {
            if let bundle = try copy.record(at: seq)?.bundle,
                bundle.replica == replica.store.replica
            {
                return bundle.last
            }
            seq -= 1
        }
        return 0
    }

    /// Puts the ops behind the log again, what leans on a lost one into the drawer, and shows them.
    func putBack(
        _ replica: Replica, _ copy: any RebuildableCopy, _ report: inout RebuildReport
    ) throws {
        let merge = Merge(copy, hashing: replica.hashing)
        var gone = Set(report.lost)
        for item in items {
            let op = try merge.place(
                item.op, at: item.dot, hash: item.hash, author: replica.store.account,
                verdict: .pending)
            if item.op.dependencies.contains(where: gone.contains) {
                gone.insert(item.dot)
                let drawn = DrawerItem(
                    reason: .lostBase, set: copy.id, identity: op.identity, op: op.op,
                    text: texts[item.dot] ?? "")
                try replica.store.append(drawn)
                report.shelved.append(drawn)
                continue
            }
            try copy.put(op)
            try copy.appendToOutbox(item.dot)
        }
        let isWhole = try sealedAreWhole(replica, copy)
        if !gone.isEmpty || !isWhole {
            copy.state.counter = max(copy.state.counter, items.last?.dot.counter ?? 0)
            report.needsNewIdentity = true
        }
        try replica.rebuildShown(copy)
    }

    /// Whether what was sealed follows the log, carries what waits, and is what the next bundle
    /// will name.
    private func sealedAreWhole(
        _ replica: Replica, _ copy: any RebuildableCopy
    ) throws -> Bool {
        let head = try copy.head(of: replica.store.replica)
        var (counter, hash) = (head?.counter ?? 0, head?.hash ?? .zero)
        var hashes: [UInt64: Octets32] = [:]
        for item in items { hashes[item.dot.counter] = item.hash }
        for bundle in sealed {
            guard bundle.set == copy.id, bundle.replica == replica.store.replica,
                bundle.first == counter + 1, bundle.previous == hash
            else { return false }
            for (index, entry) in bundle.entries.enumerated() {
                guard hashes[bundle.dot(at: index).counter] == entry.hash else { return false }
            }
            (counter, hash) = (bundle.last, bundle.hash(replica.hashing))
        }
        let last = max(items.last?.dot.counter ?? 0, head?.counter ?? 0)
        return copy.state.sealedThrough == counter && copy.state.chain == hash
            && copy.state.counter == last
    }
}
