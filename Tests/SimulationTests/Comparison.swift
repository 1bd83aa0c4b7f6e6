import AnnotationModel
import CRDT
import Replication
import SyncEngine
import WireFormat

@testable import MemoryStorage

extension MemoryReplicaStore {
    /// Notes where what was read back from a disk is not what is here.
    func compare(with read: MemoryReplicaStore, _ differences: Differences) throws {
        _ = differences.same(read.replica, replica, "the replica")
        _ = differences.same(read.account, account, "the account")
        _ = differences.same(read.clock, clock, "the clock")
        _ = differences.same(read.drawer, drawer, "the drawer")
        _ = differences.same(read.aliases, aliases, "the list of aliases")
        _ = differences.same(Set(read.written), Set(written), "the list of what was written here")
        let ids = try sets()
        guard differences.same(try read.sets(), ids, "the list of sets") == ids else { return }
        for id in ids {
            guard let copy = memoryCopy(of: id), let other = read.memoryCopy(of: id) else {
                continue
            }
            copy.compare(with: other, differences)
        }
    }
}

extension MemoryCopy {
    fileprivate func compare(with read: MemoryCopy, _ differences: Differences) {
        _ = differences.same(read.own.state, own.state, "a copy's state")
        _ = differences.same(
            read.membership.entries, membership.entries, "the membership log")
        _ = differences.same(read.own.outbox, own.outbox, "the outbox")
        _ = differences.same(read.own.sealed, own.sealed, "the list of sealed bundles")
        _ = differences.same(read.own.records, own.records, "the list of records")
        _ = differences.same(read.own.events, own.events, "the list of merges")
        _ = differences.same(read.own.lost, own.lost, "the list of lost records")
        _ = differences.same(read.own.lostMembers, own.lostMembers, "the lost membership log")
        _ = differences.same(read.own.heads, own.heads, "the list of chains")
        if !read.own.texts.isSame(as: own.texts) {
            differences.note("the list of texts is another")
        }
        content.compare(with: read.content, .shown, differences)
    }
}

extension MemoryContent {
    fileprivate func compare(
        with read: MemoryContent, _ layer: Layer, _ differences: Differences
    ) {
        _ = differences.same(read.ops, ops, "the list of ops")
        if !read.again.isSame(as: again) {
            differences.note("the list of further names is another")
        }
        _ = differences.same(read.contentHash, contentHash, "the content hash")
        var ids = Set(confirmed.keys).union(read.confirmed.keys)
        if layer == .shown { ids = ids.union(shown.keys).union(read.shown.keys) }
        for id in ids {
            _ = differences.same(
                read.confirmed[id] ?? Layered(), confirmed[id] ?? Layered(), "what is confirmed")
            guard layer == .shown else { continue }
            _ = differences.same(
                read.layered(id, .shown) ?? Layered(), layered(id, .shown) ?? Layered(),
                "what is shown")
        }
    }
}

extension MemoryPeerStore {
    /// Notes where what was read back from a disk is not what is here.
    func compare(with read: MemoryPeerStore, _ differences: Differences) {
        _ = differences.same(read.epoch, epoch, "the epoch")
        let ids = all.map(\.id)
        guard differences.same(read.all.map(\.id), ids, "the list of sets") == ids else { return }
        for (set, other) in zip(all, read.all) {
            _ = differences.same(
                other.membership.entries, set.membership.entries, "the membership log")
            _ = differences.same(other.loss, set.loss, "what a set has lost")
            _ = differences.same(other.own.cutLog, set.own.cutLog, "the log")
            _ = differences.same(other.own.parts, set.own.parts, "the snapshot")
            _ = differences.same(
                other.own.running.values, set.own.running.values, "the list of running hashes")
            _ = differences.same(other.own.heads, set.own.heads, "the list of chains")
            if !other.own.bundles.isSame(as: set.own.bundles) {
                differences.note("the list of bundles is another")
            }
            set.content.compare(with: other.content, .confirmed, differences)
        }
    }
}
