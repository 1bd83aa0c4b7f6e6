import AnnotationModel
import CommandLine
import Glibc
import HTTPMessage
import Octets
import Replication
import Storage
import SyncEngine

/// One run of `doctor`: what was found, what was done.
struct DoctorVisit {
    /// What is looked at, under the name that a person reads.
    enum Check: String {
        case store
        case files
        case clock
        case sets
    }

    /// Something that is not as it should be, and where.
    struct Complaint {
        let finding: Finding
        let check: Check
        /// The set as a person calls it.
        let set: String?
        /// The annotation or article as a person calls it.
        let entity: String?
        /// Whether it is still so.
        var isLeft = true
    }

    let session: Session
    private(set) var complaints: [Complaint] = []
    private(set) var isMending = false
    private(set) var backup: String?
    /// Where the write-ahead log is kept as it was.
    private(set) var backupLog: String?
    private(set) var lostFile: String?
    private(set) var needsLogin = false
    private(set) var rolledBack: [String] = []
    private(set) var hasNewIdentity = false
    private(set) var shelved = 0
    /// What was wrong with the write-ahead log, and was mended before all else.
    private var mendedLog: Finding?
    /// Why the server gave nothing, where it was asked.
    private(set) var serverTrouble: String?
    /// How the server was found, where that was asked for.
    private(set) var server: String?
    /// Why the server is of no use, where that was asked for; no fault of the store's.
    private(set) var serverFailure: CommandFailure?
    private var survey: StoreSurvey?

    /// What the files are named after that this visit makes.
    private let moment: UInt64

    init(_ session: Session) {
        self.session = session
        moment = session.now
    }

    /// Done if nothing is wrong, or nothing any more.
    var status: ExitStatus {
        complaints.contains { $0.isLeft } ? .problemsFound : serverFailure?.status ?? .done
    }

    private func maker() -> ClientStore.ReplicaMaker {
        let now = session.now
        return { try Workspace($0, now: now).replica }
    }

    // MARK: Looking

    mutating func look() throws {
        if let finding = Finding.logDamage(ofClient: session.folder) {
            // Nothing else can be looked at before this is mended, nor may anything be written.
            guard session.command.has("repair") else {
                complaints = [Complaint(finding: finding, check: .store, set: nil, entity: nil)]
                return
            }
            let path = "\(session.folder)/before-repair-\(moment).db-wal"
            try Finding.mendLog(ofClient: session.folder, keepAs: path)
            backupLog = path
            mendedLog = finding
        }
        let survey = try session.store().survey(maker())
        self.survey = survey
        let log = mendedLog.map { [complaint($0, .store)] } ?? []
        complaints = log + found(survey).map { complaint($0.finding, $0.check) }
        try noteStops()
        if session.command.has("online") { try lookAtServer() }
    }

    private func found(_ survey: StoreSurvey) -> [(finding: Finding, check: Check)] {
        let around = StoreSurroundings(session)
        return survey.findings.map { ($0, .store) } + around.files().map { ($0, .files) }
            + around.clock().map { ($0, .clock) }
    }

    private func complaint(_ finding: Finding, _ check: Check) -> Complaint {
        let set = finding.set.map { set in
            (try? session.read { try $0.name(of: set) }) ?? String(set.octets.hex.prefix(8))
        }
        var entity: String?
        if let id = finding.entity {
            let made = try? session.read { try $0.transaction.entity(id)?.state.creation }
            let isArticle = made?.kind.opClass == .article
            entity = (isArticle ? Alphabet.hex : .letters).text(id.octets.octets)
        }
        return Complaint(finding: finding, check: check, set: set, entity: entity)
    }

    /// Sets that are not synced. Where server and store hold different content the store is right
    /// if it is what its log says; the others wait for whoever was wrong to be put right.
    private mutating func noteStops() throws {
        let stopped = (try? session.read { try SyncWords.Stopped.all($0) }) ?? []
        for set in stopped where set.reason != .contentDiffers && set.reason != .removed {
            let what = "the set is not synced (\(set.code)); once it is let, it is tried again"
            complaints.append(complaint(Finding(what, .tidy, set: set.set), .sets))
        }
        for set in stopped where set.reason == .contentDiffers {
            let isWrongHere = complaints.contains { $0.finding.set == set.set }
            let what =
                isWrongHere
                ? "the set is not synced, because the server has other content than this store"
                : "the set is not synced; this store is what the log says, so the server's copy "
                    + "is wrong: its admin runs postil-server admin check --repair"
            complaints.append(complaint(Finding(what, .tidy, set: set.set), .sets))
        }
    }

    private mutating func lookAtServer() throws {
        do {
            let client = try ServerClient(session)
            _ = try client.json(.get, "/v1/me", having: "account")
            server = "\(client.address.host) answers"
        } catch let failure as CommandFailure {
            server = failure.what
            serverFailure = failure
        }
    }

    // MARK: Mending

    mutating func mend() throws {
        guard !complaints.isEmpty, let survey else { return }
        isMending = true
        let store = try session.store()
        StoreSurroundings(session).tidy()
        let path = "\(session.folder)/before-repair-\(moment).db"
        try store.backup(to: path)
        let lost = LostRows(path: "\(session.folder)/lost-\(moment).jsonl")
        let done = try store.repair(with: fetch(survey), keepingLostIn: lost, maker())
        note(done)
        // What kept the server from being asked may be mended now.
        if done.isMended, !done.left.isEmpty, serverTrouble != nil {
            let again = try store.repair(with: fetch(done), keepingLostIn: lost, maker())
            if again.isMended { note(again) }
        }
        if done.isMended {
            backup = path
        } else {
            // It is what the store still is.
            unlink(path)
        }
        if lost.isThere { lostFile = lost.path }
        try letSyncAgain()
        try lookAgain(store)
    }

    private mutating func note(_ done: StoreSurvey) {
        hasNewIdentity = hasNewIdentity || (done.isMended && done.hasNewIdentity)
        needsLogin = needsLogin || (done.isMended && done.needsLogin)
        if done.isMended { shelved += done.shelved }
        rolledBack += done.rolledBack.map { set in
            (try? session.read { try $0.name(of: set) }) ?? set.octets.hex
        }
    }

    /// Asks the server for what the logs lack.
    private mutating func fetch(_ survey: StoreSurvey) -> Supply {
        guard !survey.left.isEmpty else { return Supply() }
        serverTrouble = nil
        do {
            let supply = try ServerSupply(session, ServerClient(session))
            let (found, trouble) = try supply.fetch(survey)
            serverTrouble = trouble
            return found
        } catch let failure as CommandFailure {
            serverTrouble = failure.what
        } catch {
            serverTrouble = "what this store knows of the server cannot be read"
        }
        return Supply()
    }

    /// A set that was stopped over its content is tried again: it is what its log says now. One
    /// that is left as it is stays stopped.
    private func letSyncAgain() throws {
        do {
            try session.write { workspace in
                for set in try workspace.transaction.sets() {
                    guard let copy = try? workspace.transaction.copy(of: set) else { continue }
                    workspace.replica.resume(copy)
                }
            }
        } catch let error as StoreError where error.code == .damaged {
            // What is left says so itself.
        }
    }

    /// What is left after mending stays; all else was mended.
    private mutating func lookAgain(_ store: ClientStore) throws {
        let left = found(try store.survey(maker()))
        for index in complaints.indices {
            let finding = complaints[index].finding
            complaints[index].isLeft =
                left.contains { $0.finding == finding }
                || finding.remedy == .none
        }
        let known = Set(complaints.map(\.finding))
        complaints += left.filter { !known.contains($0.finding) }.map {
            complaint($0.finding, $0.check)
        }
    }
}
