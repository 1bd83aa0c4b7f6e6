import AnnotationModel
import CommandLine
import HTTPMessage
import Octets
import Replication
import Storage
import SyncEngine

/// `postil doctor`: looks whether the store is what was written, and mends what can be mended.
enum DoctorCommand {
    static func run(_ session: Session) throws -> Reply {
        guard session.hasStore else {
            throw CommandFailure(
                .notFound, code: "no-store", "there is no store in \(session.folder)",
                hints: ["postil add FILE"])
        }
        var visit = DoctorVisit(session)
        try visit.look()
        if session.command.has("repair") { try visit.mend() }
        let words = DoctorWords(visit)
        return Reply(text: words.text, status: visit.status) { words.write(to: &$0) }
    }
}

/// One run of `doctor`: what was found, what was done.
struct DoctorVisit {
    /// Something that is not as it should be, and where.
    struct Complaint {
        let finding: Finding
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
    private(set) var lostFile: String?
    private(set) var rolledBack: [String] = []
    private(set) var hasNewIdentity = false
    private(set) var shelved = 0
    /// What was wrong with the write-ahead log, and was mended before all else.
    private var mendedLog: Finding?
    /// Why the server gave nothing, where it was asked.
    private(set) var serverTrouble: String?
    /// How the server was found, where that was asked for.
    private(set) var server: String?

    init(_ session: Session) {
        self.session = session
    }

    /// Done if nothing is wrong, or nothing any more.
    var status: ExitStatus {
        complaints.contains { $0.isLeft } ? .problemsFound : .done
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
                complaints = [Complaint(finding: finding, set: nil, entity: nil)]
                return
            }
            try Finding.mendLog(
                ofClient: session.folder,
                keepAs: "\(session.folder)/before-repair-\(session.now).db-wal")
            mendedLog = finding
        }
        let survey = try session.store().survey(maker())
        note(
            (mendedLog.map { [$0] } ?? []) + survey.findings + StoreSurroundings(session).findings()
        )
        try noteStops()
        if session.command.has("online") { try lookAtServer() }
    }

    private mutating func note(_ findings: [Finding]) {
        complaints = findings.map { complaint($0) }
    }

    private func complaint(_ finding: Finding) -> Complaint {
        let set = finding.set.map { set in
            (try? session.read { try $0.name(of: set) }) ?? String(set.octets.hex.prefix(8))
        }
        var entity: String?
        if let id = finding.entity {
            let made = try? session.read { try $0.transaction.entity(id)?.state.creation }
            let isArticle = made?.kind.opClass == .article
            entity = (isArticle ? Alphabet.hex : .letters).text(id.octets.octets)
        }
        return Complaint(finding: finding, set: set, entity: entity)
    }

    /// Sets that are not synced. Where server and store hold different content the store is right
    /// if it is what its log says; the others wait for whoever was wrong to be put right.
    private mutating func noteStops() throws {
        let stopped = (try? session.read { try SyncWords.Stopped.all($0) }) ?? []
        for set in stopped where set.reason != .contentDiffers && set.reason != .removed {
            let what = "the set is not synced (\(set.code)); once it is let, it is tried again"
            complaints.append(complaint(Finding(what, .tidy, set: set.set)))
        }
        for set in stopped where set.reason == .contentDiffers {
            let isWrongHere = complaints.contains { $0.finding.set == set.set }
            let what =
                isWrongHere
                ? "the set is not synced, because the server has other content than this store"
                : "the set is not synced; this store is what the log says, so the server's copy "
                    + "is wrong: its admin runs postil-server admin check --repair"
            complaints.append(
                complaint(Finding(what, .tidy, set: set.set)))
        }
    }

    private mutating func lookAtServer() throws {
        do {
            let client = try ServerClient(session)
            _ = try client.json(.get, "/v1/me", having: "account")
            server = "\(client.address.host) answers"
        } catch let failure as CommandFailure {
            server = failure.what
            complaints.append(complaint(Finding("the server: \(failure.what)", .none)))
        }
    }

    // MARK: Mending

    mutating func mend() throws {
        guard !complaints.isEmpty else { return }
        isMending = true
        let store = try session.store()
        StoreSurroundings(session).tidy()
        let path = "\(session.folder)/before-repair-\(session.now).db"
        try store.backup(to: path)
        backup = path
        var done = try store.repair(with: Supply(), mayRollBack: false, maker())
        if !done.missingRecords.isEmpty || !done.missingMembers.isEmpty {
            done = try mendFromServer(done, store) ?? done
        }
        try keep(done.lostRows, beside: store)
        hasNewIdentity = done.hasNewIdentity
        shelved = done.shelved
        rolledBack = done.rolledBack.map { set in
            (try? session.read { try $0.name(of: set) }) ?? set.octets.hex
        }
        try letSyncAgain()
        try lookAgain(store)
    }

    /// Asks the server for what the logs lack; nil if it gives nothing.
    private mutating func mendFromServer(
        _ survey: StoreSurvey, _ store: ClientStore
    ) throws -> StoreSurvey? {
        do {
            let supply = try ServerSupply(session, ServerClient(session)).fetch(survey)
            return try store.repair(with: supply, mayRollBack: true, maker())
        } catch let failure as CommandFailure {
            serverTrouble = failure.what
            return nil
        }
    }

    /// Rows that nothing gives back are kept beside the store, one JSON object a line.
    private mutating func keep(_ rows: [String], beside store: ClientStore) throws {
        guard !rows.isEmpty else { return }
        let path = "\(session.folder)/lost-\(session.now).jsonl"
        try OutputFile.write(rows.joined(separator: "\n") + "\n", to: path, force: false)
        lostFile = path
    }

    /// A set that was stopped is tried again: it is what its log says now.
    private func letSyncAgain() throws {
        try session.write { workspace in
            for set in try workspace.transaction.sets() {
                guard let copy = try workspace.transaction.copy(of: set) else { continue }
                workspace.replica.resume(copy)
            }
        }
    }

    /// What is left after mending stays; all else was mended.
    private mutating func lookAgain(_ store: ClientStore) throws {
        let left = try store.survey(maker()).findings + StoreSurroundings(session).findings()
        for index in complaints.indices {
            let finding = complaints[index].finding
            complaints[index].isLeft = left.contains(finding) || finding.remedy == .none
        }
        let known = Set(complaints.map(\.finding))
        complaints += left.filter { !known.contains($0) }.map { complaint($0) }
    }
}
