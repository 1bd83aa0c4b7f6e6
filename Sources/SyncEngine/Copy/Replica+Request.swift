import AnnotationModel
import CRDT
import Octets
import Replication
public import WireFormat

extension Replica {
    /// Seals what the outbox holds, and says what to send for each set that is synced.
    ///
    /// The caller commits before it sends: a bundle's borders are fixed from then on.
    public func request() throws -> SyncRequest {
        var parts: [SyncRequest.Part] = []
        for set in try store.sets() {
            guard let copy = try store.copy(of: set), copy.state.stop == nil else { continue }
            try seal(copy)
            parts.append(try part(copy))
        }
        return SyncRequest(replica: store.replica, parts: parts)
    }

    private func part(_ copy: any CopyStore) throws -> SyncRequest.Part {
        let tail = copy.state.isRecovering ? try copy.lostMembers() : []
        return SyncRequest.Part(
            set: copy.id, position: position(of: copy),
            // What own ops name comes before them.
            bundles: try mayRename(copy) ? [] : bundlesToSend(copy),
            again: try recordsToBring(copy), membersTail: tail, founding: copy.state.founding,
            proof: copy.state.lostProof ?? standingProof(of: copy))
    }

    /// The server's word for the position, where the whole position is said.
    private func standingProof(of copy: any CopyStore) -> SignedPosition? {
        guard copy.state.mustExplain, let receipt = copy.state.receipt else { return nil }
        return SignedPosition(position: copy.state.position, signature: receipt)
    }

    private func position(of copy: any CopyStore) -> SyncRequest.Position {
        let position = copy.state.position
        if copy.state.mustExplain { return .full(position) }
        return .short(
            seq: position.seq, members: position.members, digest: position.digest(hashing))
    }

    private func bundlesToSend(_ copy: any CopyStore) throws -> [Bundle] {
        var result: [Bundle] = []
        var octets = 0
        for bundle in try copy.sealed().prefix(WireLimits.bundlesMax) {
            octets += bundle.octetsEstimate
            if !result.isEmpty, octets > Self.requestOctetsMax { break }
            result.append(bundle)
        }
        return result
    }

    private func seal(_ copy: any CopyStore) throws {
        var entries: [Bundle.Entry] = []
        var octets = 0
        var kills = 0
        let sealedThrough = copy.state.sealedThrough
        for dot in try copy.outbox() where dot.counter > sealedThrough {
            guard let op = try copy.op(at: dot) else { continue }
            let size = op.op.octetsEstimate
            if !entries.isEmpty,
                entries.count == WireLimits.bundleOpsMax
                    || octets + size > WireLimits.bundleOctetsMax / 4
                    || kills + op.op.kills.count > WireLimits.killsMax
            {
                try seal(entries, in: copy)
                entries = []
                octets = 0
                kills = 0
            }
            entries.append(.op(op.op, hash: op.hash))
            octets += size
            kills += op.op.kills.count
        }
        if !entries.isEmpty { try seal(entries, in: copy) }
    }

    private func seal(_ entries: [Bundle.Entry], in copy: any CopyStore) throws {
        let bare = Bundle(
            set: copy.id, replica: store.replica, first: copy.state.sealedThrough + 1,
            previous: copy.state.chain, entries: entries, signature: [])
        let hash = bare.hash(hashing)
        try copy.appendSealed(
            Bundle(
                set: bare.set, replica: bare.replica, first: bare.first, previous: bare.previous,
                entries: entries, signature: signer.sign(hash.octets)))
        copy.state.chain = hash
        copy.state.sealedThrough = bare.last
    }
}

extension Op {
    /// About how many octets the op takes in a bundle.
    var octetsEstimate: Int {
        48 + payload.count + 12 * names.count + 4 * kills.count
    }
}

extension Bundle {
    /// About how many octets the bundle takes.
    var octetsEstimate: Int {
        entries.reduce(256) { $0 + $1.op.octetsEstimate }
    }
}
