import AnnotationModel
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

    /// What the server has of what a survey misses; whether it is true, the chains tell.
    func fetch(_ survey: StoreSurvey) throws -> Supply {
        var supply = Supply()
        let sets = Set(survey.missingRecords.keys).union(survey.missingMembers)
        for set in sets.sorted() {
            var wanted = survey.missingRecords[set] ?? []
            var wantsMembers = survey.missingMembers.contains(set)
            for _ in 0..<Self.roundsMax where !wanted.isEmpty || wantsMembers {
                let answer = try ask(set, wanted, wantsMembers)
                if wantsMembers { supply.members[set] = answer.members }
                wantsMembers = false
                let found = Set(answer.records.map(\.seq)).intersection(wanted)
                if found.isEmpty { break }
                supply.records[set, default: []] += answer.records
                wanted.removeAll { found.contains($0) }
            }
        }
        return supply
    }

    private func ask(
        _ set: SetID, _ wanted: [UInt64], _ wantsMembers: Bool
    ) throws -> ReconcileAnswer {
        let request = ReconcileRequest(
            records: Array(wanted.prefix(ReconcileRequest.listMax)), wantsMembers: wantsMembers)
        return try client.reconcile(request, set)
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
