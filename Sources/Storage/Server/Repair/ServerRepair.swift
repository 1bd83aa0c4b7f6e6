internal import AnnotationModel
internal import CRDT
internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine
internal import WireFormat

/// Carries what is sound of a damaged server's store into an empty one, and works the rest out
/// there from the logs.
struct ServerRepair {
    let connection: ServerConnection
    let scratch: ServerConnection
    let epoch: Octets16
    let source: ServerSource
    var survey = ServerSurvey()
    /// Whether the scratch database may take the store's place.
    var isUsable = true
    private(set) var damages: [Salvage.Damage] = []
    private(set) var unread: Set<String> = []
    let seal: RowSeal

    static let listedMax = 1_000

    init(
        _ connection: ServerConnection, _ scratch: Database, epoch: Octets16,
        _ source: ServerSource
    ) {
        self.connection = connection
        self.scratch = ServerConnection(scratch, hashing: connection.hashing)
        self.epoch = epoch
        self.source = source
        seal = RowSeal(hashing: connection.hashing, path: connection.database.path)
    }

    mutating func run() throws {
        for message in try connection.database.integrityCheck(.full) {
            survey.findings.append(Finding("the file's structure is damaged: \(message)", .log))
        }
        try carry()
        let whole = try rebuildAll()
        try compare(whole)
        nameDamages()
    }

    private mutating func carry() throws {
        var salvage = Salvage(seal: seal)
        try scratch.database.write { target in
            try connection.database.readingDamaged { source in
                for table in ServerTable.all {
                    try salvage.carry(table, from: source, into: target)
                }
            }
        }
        damages = salvage.damages
        for (table, sentence) in salvage.unread {
            unread.insert(table.name)
            survey.findings.append(
                Finding(
                    "a part of the table \(table.name) cannot be read: \(sentence)", .log,
                    table: table.name))
        }
    }

    /// Works all sets out from their logs; returns those whose log is whole, by number.
    private mutating func rebuildAll() throws -> [Int64: SetID] {
        var whole: [Int64: SetID] = [:]
        var survey = survey
        let damages = damages
        let needsContent = needsContent
        var isUsable = isUsable
        try scratch.database.write { database in
            try scratch.beginTransaction()
            if try database.firstInteger("SELECT count(*) FROM server") == 0 {
                survey.findings.append(
                    Finding("the server's own key and epoch are gone", .none, table: "server"))
                isUsable = false
                return
            }
            let logs = ServerLogs(scratch, source, damages)
            for row in try logs.sets(&survey) {
                guard try logs.fillMembers(of: row, &survey), try logs.fillRecords(of: row, &survey)
                else {
                    if needsContent { isUsable = false }
                    continue
                }
                try ServerRebuild(scratch, epoch: epoch).run(row.id)
                whole[row.number] = row.id
            }
            try logs.fillBlobs(&survey)
        }
        self.survey = survey
        self.isUsable = isUsable
        return whole
    }

    /// Whether rows that follow from the logs were lost, so that a set whose log is not whole
    /// cannot be left as it is.
    private var needsContent: Bool {
        let names = Set(ServerTable.derived.map(\.name) + ["peer_set"])
        return damages.contains { !$0.isMended && names.contains($0.table.name) }
            || !unread.isDisjoint(with: names)
    }
}
