public import AnnotationModel
internal import Octets
internal import SQLite
internal import SyncEngine
internal import WireFormat

extension ServerStore {
    /// What became of a set's log when it was cut.
    public struct CutSet: Hashable, Sendable {
        /// The set.
        public let set: SetID
        /// The last place that the snapshot stood for before.
        public let before: UInt64
        /// The last place that it stands for now.
        public let now: UInt64
        /// Whether the log is another one than the backup's, so that nothing was cut.
        public let isOfAnotherLog: Bool
    }

    /// Moves the beginnings of all logs into their snapshots, as far as a backup holds them too.
    ///
    /// Each part is a change of its own, after which the store is whole.
    ///
    /// - Parameters:
    ///   - backup: a store that was checked; nothing that it lacks is touched.
    ///   - keep: how many of the newest records stay in the log.
    /// - Throws: `StoreError`.
    public func cutLogs(below backup: ServerStore, keep: Int) throws -> [CutSet] {
        var result: [CutSet] = []
        for set in try setIDs() { result.append(try cutLog(of: set, below: backup, keep: keep)) }
        return result
    }

    private func cutLog(
        of set: SetID, below backup: ServerStore, keep: Int
    ) throws -> CutSet {
        let before = try start(of: set)
        guard let target = try target(of: set, below: backup, keep: UInt64(clamping: keep)) else {
            return CutSet(set: set, before: before, now: before, isOfAnotherLog: true)
        }
        let cut = LogCut(hashing)
        var isMore = true
        while isMore {
            isMore = try write { store in
                guard let log = try store.set(set) else { return false }
                return try cut.step(log, through: target)
            }
        }
        return CutSet(
            set: set, before: before, now: try start(of: set), isOfAnotherLog: false)
    }

    private func start(of set: SetID) throws -> UInt64 {
        try read { store in try store.set(set)?.start ?? 0 }
    }

    /// The last place that may be cut; nil if the backup does not hold this log.
    private func target(
        of set: SetID, below backup: ServerStore, keep: UInt64
    ) throws -> UInt64? {
        let held = try backup.read { store in
            try store.set(set).map { Held(seq: $0.end.seq, running: $0.end.running) }
        }
        guard let held else { return nil }
        return try read { store in
            guard let log = try store.set(set), try log.running(at: held.seq) == held.running
            else { return nil }
            let newest = log.end.seq
            return min(held.seq, newest > keep ? newest - keep : 0)
        }
    }

    private struct Held: Sendable {
        let seq: UInt64
        let running: Octets32
    }

    private func setIDs() throws -> [SetID] {
        try read { store in
            let rows: [SetRow] = try store.connection.rows(SetRow.all)
            return rows.map(\.id).sorted()
        }
    }
}
