import AnnotationModel
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
    /// Changes nothing. For the time it takes, beside the store, up to twice the store's room, and
    /// memory for a hash of each row that follows from a log.
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
        var repair = StoreRepair(self, scratch, makeReplica, Supply())
        try repair.run()
        return repair.survey
    }

    /// Mends what `survey` found, as one change: what was carried over and worked out beside the
    /// store takes its place, while other programs wait. A set of which the log is not whole stays
    /// as it is.
    ///
    /// - Parameters:
    ///   - supply: what a server sent of what an earlier survey missed.
    ///   - lost: where rows are kept that nothing gives back, before they are taken out.
    /// - Throws: `StoreError`; then nothing was changed.
    public func repair(
        with supply: Supply, keepingLostIn lost: LostRows?,
        _ makeReplica: @escaping ReplicaMaker
    ) throws -> StoreSurvey {
        try explained("repair") {
            try withScratch { scratch in
                var survey = StoreSurvey()
                try database.replaceContent {
                    var repair = StoreRepair(self, scratch, makeReplica, supply)
                    try repair.run()
                    survey = repair.survey
                    guard repair.isUsable else { return nil }
                    try lost?.append(survey.lostRows)
                    try scratch.database.write { try WordIndex($0).refill() }
                    survey.isMended = true
                    return scratch.database
                }
                memberships = [:]
                return survey
            }
        }
    }

    /// Folders in the store's that a repair left which did not end.
    public static func leftovers(in folder: String) -> [String] { ScratchFolder.left(in: folder) }

    /// Takes away what a repair left which did not end.
    public static func removeLeftovers(in folder: String) { ScratchFolder.removeLeft(in: folder) }

    /// Lends an empty store in a folder inside this one's, which is removed afterwards.
    private func withScratch<T>(_ body: (ClientStore) throws -> T) throws -> T {
        let place = try ScratchFolder.make(in: folder)
        return try withExtendedLifetime(place) {
            let scratch = try ClientStore.open(
                place.path, hashing: hashing, programName: "postil")
            return try body(scratch)
        }
    }
}
