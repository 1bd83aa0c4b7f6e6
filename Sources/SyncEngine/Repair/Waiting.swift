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

    /// Whether some of it was issued as another replica than the store says it is.
    private let isOfAnother: Bool

    /// Takes what there is: each op that was given a counter and has not come back, from its row,
    /// from the sealed bundle that carries it, or from what it left in what is shown.
    ///
    /// As which replica it was issued is read from what waits itself: the store may have lost that.
    ///
    /// - Parameter floor: counters up to which a replica's ops have come back, whatever the log
    ///   holds of them now.
    init(
        _ replica: Replica, _ copy: any RebuildableCopy, floor: [ReplicaID: UInt64] = [:],
        _ report: inout RebuildReport
    ) throws {
        sealed = try copy.sealed()
        let brought = try Self.brought(copy)
        let pending = try copy.pendingOps().filter { !brought.contains($0.dot) }
        var dots = try copy.outbox().filter { !brought.contains($0) } + pending.map(\.dot)
        var carried: [Dot: Bundle.Entry] = [:]
        for bundle in sealed {
            for (index, entry) in bundle.entries.enumerated() {
                carried[bundle.dot(at: index)] = entry
            }
            dots.append(Dot(replica: bundle.replica, counter: bundle.last))
        }
        // What is counted in the copy was counted by the replica that wrote last.
        let present = replica.store.replica
        let last = present.octets == .zero ? pending.last?.dot.replica : present
        if let last = last ?? dots.last?.replica {
            dots.append(Dot(replica: last, counter: copy.state.counter))
        }
        isOfAnother = dots.contains { $0.replica != present }
        let rows = Dictionary(pending.map { ($0.dot, $0) }) { one, _ in one }
        let read = try Self.lastRead(copy, of: Set(dots.map(\.replica)))
            .merging(floor) { max($0, $1) }
        var replicas: [ReplicaID] = []
        for dot in dots where !replicas.contains(dot.replica) { replicas.append(dot.replica) }
        for issuer in replicas {
            let end = dots.filter { $0.replica == issuer }.map(\.counter).max() ?? 0
            let start = (read[issuer] ?? 0) + 1
            guard start <= end else { continue }
            for counter in start...end {
                let dot = Dot(replica: issuer, counter: counter)
                try take(dot, rows[dot], carried[dot], copy, &report)
            }
        }
    }

    private mutating func take(
        _ dot: Dot, _ row: PlacedOp?, _ carried: Bundle.Entry?, _ copy: any RebuildableCopy,
        _ report: inout RebuildReport
    ) throws {
        if let row {
            items.append(Item(dot: dot, op: row.op, hash: row.hash))
            if let entity = row.entity, row.op.kind.isText {
                texts[dot] = try copy.text(of: entity)?.text
            }
        } else if case .op(let op, let hash)? = carried {
            items.append(Item(dot: dot, op: op, hash: hash))
        } else {
            report.lost.append(dot)
        }
    }

    /// The dots of what the server lost, which is shown as pending until it has come back.
    private static func brought(_ copy: any RebuildableCopy) throws -> Set<Dot> {
        guard copy.state.isRecovering else { return [] }
        var dots: Set<Dot> = []
        for lost in try copy.lostRecords() {
            for index in lost.bundle.entries.indices { dots.insert(lost.bundle.dot(at: index)) }
        }
        return dots
    }

    /// The counter of each replica's op that was read last from the log; `wanted` are the replicas
    /// that matter, all for nil.
    ///
    /// Read from the log itself: the row that says it is among what is worked out anew.
    static func lastRead(
        _ copy: any RebuildableCopy, of wanted: Set<ReplicaID>? = nil
    ) throws -> [ReplicaID: UInt64] {
        var last: [ReplicaID: UInt64] = [:]
        var missing = wanted
        var seq = copy.state.position.seq
        while seq > 0, missing?.isEmpty != true {
            let bundle = try copy.record(at: seq)?.bundle
            seq -= 1
            guard let bundle, last[bundle.replica] == nil else { continue }
            last[bundle.replica] = bundle.last
            missing?.remove(bundle.replica)
        }
        return last
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
                if try replica.store.append(drawn) { report.shelved.append(drawn) }
                continue
            }
            try copy.put(op)
            try copy.appendToOutbox(item.dot)
        }
        let isWhole = try sealedAreWhole(replica, copy)
        if !gone.isEmpty || !isWhole || isOfAnother {
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
