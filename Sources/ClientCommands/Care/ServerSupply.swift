import AnnotationModel
import CommandLine
import Crypto
import Octets
import Storage
import SyncEngine
import SyncHTTP
import WireFormat

/// Asks a server for what a store's logs lack.
struct ServerSupply {
    private let session: Session
    private let client: ServerClient
    /// Questions about one set: each brings something, or is the last.
    private static let roundsMax = 10_000

    init(_ session: Session, _ client: ServerClient) {
        self.session = session
        self.client = client
    }

    /// What the server has of what a survey misses, set by set; whether it is true, the chains
    /// tell.
    /// Also why the server gave nothing of a set, the first time that it did.
    func fetch(_ survey: StoreSurvey) throws -> (supply: Supply, trouble: String?) {
        var supply = Supply()
        var trouble: String?
        for set in survey.left.sorted() {
            do {
                try fetch(set, survey, &supply)
            } catch let failure as CommandFailure {
                trouble = trouble ?? failure.what
                if failure.status == .network { break }
            }
        }
        return (supply, trouble)
    }

    private func fetch(_ set: SetID, _ survey: StoreSurvey, _ supply: inout Supply) throws {
        var wanted = survey.missingRecords[set] ?? []
        var wantsMembers = survey.missingMembers.contains(set)
        for _ in 0..<Self.roundsMax where !wanted.isEmpty || wantsMembers {
            var request = ReconcileRequest(
                records: Array(wanted.prefix(ReconcileRequest.listMax)), wantsMembers: wantsMembers)
            if let position = survey.positions[set] {
                request.seq = position.seq
                request.running = position.running
            }
            let answer = try client.reconcile(request, set)
            if answer.isSamePlace { supply.proven.insert(set) }
            if wantsMembers { supply.members[set] = answer.members }
            wantsMembers = false
            let found = Set(answer.records.map(\.seq)).intersection(wanted)
            if found.isEmpty { break }
            supply.records[set, default: []] += answer.records
            wanted.removeAll { found.contains($0) }
        }
    }
}

extension ServerClient {
    /// Asks about the content or the log of one set.
    func reconcile(_ request: ReconcileRequest, _ set: SetID) throws -> ReconcileAnswer {
        let octets = try message(request.encoded(), to: SyncRoute.reconcile(set.octets.hex))
        do {
            return try ReconcileAnswer.decode(octets, BLAKE2b())
        } catch {
            throw unreadable("\(error.rawValue)")
        }
    }
}
