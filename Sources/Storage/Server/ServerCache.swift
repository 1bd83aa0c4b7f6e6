internal import AnnotationModel
internal import CRDT
internal import Octets
internal import SyncEngine

/// What a connection remembers between transactions: right as long as nobody else has committed.
struct ServerCache {
    /// A set's counters, and the ends of the chains that were asked for.
    struct HotSet {
        var row: SetRow
        var loss: SetLoss?
        /// The last place that the snapshot stands for.
        var start: UInt64 = 0
        var heads: [ReplicaID: ChainHead] = [:]
        /// For each replica that was asked for, the largest counter of an op that is here.
        var tops: [ReplicaID: UInt64] = [:]
    }

    var version: Int64?
    var epoch: Octets16?
    var sets: [SetID: HotSet] = [:]
    /// Right or not can be told by count and hash, so these outlive others' commits.
    var memberships: [SetID: Membership] = [:]
    var callers: [Octets32: (device: Device, account: Account)] = [:]

    private static let setsMax = 1024
    private static let headsMax = 4096
    private static let callersMax = 4096

    /// Forgets all that another's commit, or a rollback, may have made wrong.
    mutating func forget() {
        epoch = nil
        sets.removeAll(keepingCapacity: true)
        callers.removeAll(keepingCapacity: true)
    }

    mutating func keep(_ hot: HotSet, _ membership: Membership) {
        var hot = hot
        if hot.heads.count > Self.headsMax { hot.heads.removeAll() }
        if hot.tops.count > Self.headsMax { hot.tops.removeAll() }
        if sets.count >= Self.setsMax { sets.removeAll() }
        if memberships.count >= Self.setsMax { memberships.removeAll() }
        sets[hot.row.id] = hot
        memberships[hot.row.id] = membership
    }

    mutating func keep(_ caller: (device: Device, account: Account), token: Octets32) {
        if callers.count >= Self.callersMax { callers.removeAll() }
        callers[token] = caller
    }
}
