import AnnotationModel
import CommandLine
import Crypto
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// What is done about a set of which the server has another content at the same place of the same
/// log: one of the two is not what the log says (Protocol/05-sync.md, 10).
struct ContentRepair {
    /// What came of it for one set.
    struct Result {
        let set: SetID
        /// The notes and articles that differ, ascending; nil if they could not be told.
        let entities: [EntityID]?
        let outcome: Outcome
        /// Requests that it took.
        let rounds: Int

        /// Whether this store was wrong, and is what the log says now.
        var wasWrongHere: Bool { outcome == .mendedHere }
    }

    /// Who was wrong.
    enum Outcome {
        /// This store, which is what the log says now.
        case mendedHere
        /// The server: this store is what its log says.
        case wrongThere
        /// The log that would tell is not whole here.
        case damagedHere
    }

    private let session: Session
    private let client: ServerClient

    init(_ session: Session, _ client: ServerClient) {
        self.session = session
        self.client = client
    }

    /// Finds what differs, then works the copy out anew from its own log, which the server's
    /// running hash has proved: nothing is taken on the server's word.
    func run(_ set: SetID) throws -> Result? {
        let (entities, rounds) = try compare(set)
        return try session.write { workspace in
            guard let copy = try workspace.transaction.listedCopy(of: set) else { return nil }
            let before = copy.contentHash
            let report = try workspace.replica.rebuild(copy)
            let isChanged = report.log == .whole && copy.contentHash != before
            if report.needsNewIdentity { try workspace.replica.takeNewIdentity() }
            if isChanged {
                copy.state.mustExplain = true
            } else {
                copy.state.stop = .contentDiffers
            }
            let outcome: Outcome =
                report.log != .whole ? .damagedHere : isChanged ? .mendedHere : .wrongThere
            return Result(set: set, entities: entities, outcome: outcome, rounds: rounds)
        }
    }

    /// The entities that differ; nil if that cannot be told.
    private func compare(_ set: SetID) throws -> (entities: [EntityID]?, rounds: Int) {
        let position = try session.read { try $0.copy(of: set).state.position }
        var session = Reconciler(position, BLAKE2b(), key: SystemRandomness().octets16())
        do {
            while let request = session.next {
                let answer = try client.reconcile(request, set)
                try self.session.read { workspace in
                    guard let copy = try workspace.transaction.listedCopy(of: set) else { return }
                    try session.take(answer, copy)
                }
            }
        } catch is CommandFailure {
            // It only tells what differs; what is to be done does not wait for it.
            return (nil, session.rounds)
        }
        if case .found(let entities) = session.state { return (entities, session.rounds) }
        return (nil, session.rounds)
    }
}
