import AnnotationModel
import CRDT
import CommandLine
import Crypto
import Octets
import Storage
import SyncEngine
import WireFormat

/// Asks, takes answers in, and asks again, until store and server agree.
///
/// Every step is committed before the next: ending anywhere loses nothing, and a further run goes
/// on from there.
struct SyncDriver {
    /// Requests of one run.
    static let roundsMax = 1_000
    /// Requests in a row that may leave everything as it was, as answers to another program's do.
    static let idleRoundsMax = 3
    /// Octets of the bundles of one request.
    static let requestOctetsMax = 16 << 20

    private let session: Session
    private let client: ServerClient
    private let only: SetID?
    private var courier: BlobCourier
    private(set) var outcome = SyncOutcome()

    /// - Parameter only: the set to sync; nil for all.
    init(_ session: Session, _ client: ServerClient, only: SetID? = nil) {
        self.session = session
        self.client = client
        self.only = only
        courier = BlobCourier(session, client)
    }

    /// Syncs; a failure ends the run and stands in the outcome.
    ///
    /// - Throws: what a store throws.
    static func run(
        _ session: Session, _ client: ServerClient, only: SetID? = nil
    ) throws -> SyncOutcome {
        var driver = SyncDriver(session, client, only: only)
        do {
            try driver.exchange()
            try driver.repairContent()
            try driver.courier.fetch(only: only)
        } catch let failure as CommandFailure {
            driver.outcome.failure = failure
        }
        driver.outcome.blobs = driver.courier.tally
        return driver.outcome
    }

    /// Finds out who is wrong about a set of which the contents differ, and goes on with it if it
    /// was this store, which then is what its log says.
    private mutating func repairContent() throws {
        let differing = outcome.report.stopped.filter { $0.value == .contentDiffers }.keys
        guard !differing.isEmpty else { return }
        for set in differing.sorted() {
            guard let result = try ContentRepair(session, client).run(set) else { continue }
            outcome.repairs.append(result)
            outcome.rounds += result.rounds
            if result.wasWrongHere { outcome.report.stopped[set] = nil }
        }
        if outcome.repairs.contains(where: \.wasWrongHere) { try exchange() }
    }

    // MARK: Rounds

    private mutating func exchange() throws {
        var before: Standing?
        var idleRounds = 0
        for _ in 0..<Self.roundsMax {
            let (request, standing) = try session.write { workspace in
                (try Self.request(workspace, only), try Standing(workspace))
            }
            if request.parts.isEmpty, only != nil { return }
            idleRounds = standing == before ? idleRounds + 1 : 0
            if idleRounds == Self.idleRoundsMax { break }
            before = standing
            if try round(request, standing) { return }
        }
        throw CommandFailure(
            .network, code: "no-progress",
            "\(client.address.host) answers, but does not take what this store has to send",
            evidence: [ServerClient.isSafe], hints: ["try again: postil sync"])
    }

    /// One request and its answer; whether all is said.
    private mutating func round(_ whole: SyncRequest, _ standing: Standing) throws -> Bool {
        var parts: [SyncRequest.Part] = []
        var octets = 0
        for part in whole.parts {
            var part = part
            let blobs = BlobCourier.named(by: part.bundles + part.again.map(\.record.bundle))
            // Texts go before the ops that name them, and the set before its texts.
            if try !blobs.isEmpty
                && (standing.isNew(part.set) || !courier.send(blobs, of: part.set))
            {
                part = part.carrying([], again: [])
            }
            part = part.carrying(within: Self.requestOctetsMax, &octets)
            parts.append(part)
        }
        let request = SyncRequest(replica: whole.replica, parts: parts)
        let answer = try decoded(try client.sync(request.encoded()), to: request)
        outcome.rounds += 1
        let (report, isStale) = try session.write { workspace in
            let isStale = try Self.isStale(answer, to: request, workspace)
            let isFarewell = answer.parts.contains { $0.status == .removed }
            let names = isFarewell ? try FormerSets.names(workspace) : [:]
            let report = try workspace.replica.take(answer, to: request)
            try FormerSets.remember(
                names.filter { report.stopped[$0.key] == .removed }, workspace)
            try Self.adoptPersonalSets(workspace)
            if !report.isUnfinished {
                try workspace.transaction.putSetting(.lastSync, Array(String(session.now).utf8))
                try workspace.transaction.putSetting(.loginEnded, nil)
            }
            return (report, isStale)
        }
        outcome.report.add(report)
        return !report.isUnfinished && !isStale
    }

    private func decoded(_ octets: [UInt8], to request: SyncRequest) throws -> SyncAnswer {
        do {
            let answer = try SyncAnswer.decode(octets, BLAKE2b())
            if answer.parts.count == request.parts.count { return answer }
        } catch {
            throw client.unreadable("it breaks the protocol (\(error.rawValue))")
        }
        throw client.unreadable("it speaks of other sets than were asked for")
    }

    private static func request(_ workspace: Workspace, _ only: SetID?) throws -> SyncRequest {
        let request = try workspace.replica.request()
        guard let only else { return request }
        return SyncRequest(replica: request.replica, parts: request.parts.filter { $0.set == only })
    }

    /// Whether another program has taken an answer in since the request was made.
    private static func isStale(
        _ answer: SyncAnswer, to request: SyncRequest, _ workspace: Workspace
    ) throws -> Bool {
        if workspace.transaction.replica != request.replica { return true }
        return try zip(request.parts, answer.parts).contains { asked, part in
            guard let copy = try workspace.transaction.copy(of: asked.set), copy.state.stop == nil
            else { return false }
            return copy.state.position.digest(BLAKE2b()) != part.asked
        }
    }

    /// A personal set that came from the server is the personal set here.
    private static func adoptPersonalSets(_ workspace: Workspace) throws {
        for set in try workspace.transaction.sets() {
            guard let copy = try workspace.transaction.copy(of: set), !copy.state.isPersonal,
                let first = copy.membership.entries.first,
                first.by == workspace.transaction.account,
                case .found(_, _, isPersonal: true, _) = first.change
            else { continue }
            copy.state.isPersonal = true
        }
    }
}

/// Where a store stands with all its sets: what a round without effect leaves as it was.
private struct Standing: Equatable {
    private struct Place: Equatable {
        let set: SetID
        let state: CopyState
        let waiting: Int
    }

    private let replica: ReplicaID
    private let places: [Place]

    init(_ workspace: Workspace) throws {
        replica = workspace.transaction.replica
        places = try workspace.transaction.sets().compactMap { set in
            guard let copy = try workspace.transaction.copy(of: set) else { return nil }
            let waiting = try workspace.transaction.unsyncedCount(in: set)
            return Place(set: set, state: copy.state, waiting: waiting)
        }
    }

    /// Whether the server may not know the set yet.
    func isNew(_ set: SetID) -> Bool {
        places.contains { $0.set == set && $0.state.founding != nil }
    }
}

extension SyncRequest.Part {
    fileprivate func carrying(_ bundles: [Bundle], again: [RecordAgain]) -> Self {
        Self(
            set: set, position: position, bundles: bundles, again: again,
            membersTail: membersTail, founding: founding, proof: proof)
    }

    /// The part with as many of its records and bundles as the request has room for; the first of a
    /// request always goes, and no bundle before a record that waits.
    fileprivate func carrying(within max: Int, _ octets: inout Int) -> Self {
        var records: [RecordAgain] = []
        for again in again {
            let count = again.record.bundle.encoded().count
            if octets > 0, octets + count > max { return carrying([], again: records) }
            octets += count
            records.append(again)
        }
        var kept: [Bundle] = []
        for bundle in bundles {
            let count = bundle.encoded().count
            if octets > 0, octets + count > max { break }
            octets += count
            kept.append(bundle)
        }
        return kept.count == bundles.count ? self : carrying(kept, again: again)
    }
}
