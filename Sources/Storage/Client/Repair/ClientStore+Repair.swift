import AnnotationModel
import Glibc
import Octets
import Replication
import SQLite
public import SyncEngine
import WireFormat

extension ClientStore {
    /// How a replica is made over a transaction, to work copies out with.
    public typealias ReplicaMaker = (ClientTransaction) throws -> Replica

    /// Reads everything, works all copies out anew beside the store, and says what differs.
    ///
    /// Changes nothing. Takes as much room beside the store as the store has, for the time.
    ///
    /// - Throws: `StoreError` if the store cannot be read at all.
    public func survey(_ makeReplica: @escaping ReplicaMaker) throws -> StoreSurvey {
        try explained("check") {
            do {
                return try withScratch { try survey($0, makeReplica) }
            } catch let error as StoreError where error.code == .full || error.code == .readOnly {
                // Where nothing can be written, it is worked out in memory.
                return try survey(ClientStore.empty(hashing: hashing), makeReplica)
            }
        }
    }

    private func survey(
        _ scratch: ClientStore, _ makeReplica: @escaping ReplicaMaker
    ) throws -> StoreSurvey {
        var repair = StoreRepair(self, scratch, makeReplica, Supply(), mayRollBack: false)
        try repair.run()
        return repair.survey
    }

    /// Mends what `survey` found, as one change: what was carried over and worked out beside the
    /// store takes its place, while other programs wait.
    ///
    /// - Parameters:
    ///   - supply: what a server sent of what an earlier survey missed.
    ///   - mayRollBack: whether a set whose log has a gap that the supply does not fill, and whose
    ///     content is damaged too, is rolled back to before the gap.
    /// - Throws: `StoreError`; then nothing was changed.
    public func repair(
        with supply: Supply, mayRollBack: Bool, _ makeReplica: @escaping ReplicaMaker
    ) throws -> StoreSurvey {
        try explained("repair") {
            try withScratch { scratch in
                var survey = StoreSurvey()
                try database.replaceContent {
                    var repair = StoreRepair(
                        self, scratch, makeReplica, supply, mayRollBack: mayRollBack)
                    try repair.run()
                    survey = repair.survey
                    if !repair.isUsable || survey.findings.isEmpty { return nil }
                    return scratch.database
                }
                memberships = [:]
                return survey
            }
        }
    }

    /// Lends an empty store in a folder inside this one's, which is removed afterwards.
    private func withScratch<T>(_ body: (ClientStore) throws -> T) throws -> T {
        var template = Array((folder + "/repair-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            let reason = strerror(errno).map { String(cString: $0) } ?? "error"
            throw StoreError(
                errno == ENOSPC ? .full : .readOnly,
                "could not make a folder in \(folder) to work in: \(reason)")
        }
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            for name in ["", "-wal", "-shm"] { unlink(path + "/store.db" + name) }
            unlink(path + "/store.lock")
            rmdir(path)
        }
        let scratch = try ClientStore.open(path, hashing: hashing, programName: "postil")
        return try body(scratch)
    }
}
