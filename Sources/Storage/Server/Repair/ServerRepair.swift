internal import AnnotationModel
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
    private(set) var misdefined: Set<String> = []
    /// The entities that are articles, which people call by another alphabet.
    var articles: Set<EntityID> = []
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
        seal = RowSeal(
            hashing: connection.hashing, path: connection.database.path, kind: .server)
    }

    mutating func run() throws {
        // One snapshot: what others write meanwhile is no damage.
        try connection.database.readingDamaged { source in
            for message in try source.integrityCheck(.full) {
                survey.findings.append(Finding("the file's structure is damaged: \(message)", .log))
            }
            try carry(source)
            let whole = try rebuildAll()
            try compare(whole, source)
            try nameDamages()
            try putBackLeft(whole)
        }
    }

    private mutating func carry(_ source: Database) throws {
        var salvage = Salvage(seal: seal)
        var kept = KeptAccounts(scratch)
        try scratch.database.write { target in
            for table in ServerTable.all {
                try salvage.carry(table, from: source, into: target) { table, values, _ in
                    // What an account owns is not lost with the account's row.
                    guard table.name == ServerTable.device.name else { return false }
                    return try kept.keep(values[1])
                }
            }
            damages = salvage.damages
            unread = Set(salvage.unread.map(\.table.name))
            misdefined = Set(salvage.misdefined.map(\.name))
            if isDamaged(ServerTable.account) { try kept.keepNamed() }
            if isDamaged(ServerTable.loss) { try holdAgain() }
        }
        survey.findings += kept.findings
        for table in salvage.misdefined {
            survey.findings.append(
                Finding(
                    "the definition of the table \(table.name) is not as it was written", .log,
                    table: table.name))
        }
        for (table, sentence) in salvage.unread {
            let remedy = Self.remedy(ofRowsIn: table.name)
            survey.findings.append(
                Finding(
                    "a part of the table \(table.name) cannot be read: \(sentence)", remedy,
                    table: table.name))
            if remedy == .none {
                survey.lostRows.append(Salvage.line(unread: table.name, sentence))
            }
        }
    }

    private func isDamaged(_ table: SealedTable) -> Bool {
        unread.contains(table.name)
            || damages.contains { $0.table.name == table.name && !$0.isMended }
    }

    /// Holds the sets again of which it is not known any more whether they wait for an owner's
    /// device: who was removed since a backup is not let in by a damaged row.
    private func holdAgain() throws {
        let sets: [SetRow] = try scratch.rows(SetRow.all)
        var numbers = Set(sets.map(\.number))
        // Sets whose own row is lost too are made again from their logs.
        try scratch.database.query("SELECT DISTINCT set_num FROM member") {
            numbers.insert(try $0.integer(0))
        }
        if !unread.contains(ServerTable.loss.name) {
            var named: Set<Int64> = []
            for damage in damages where damage.table.name == ServerTable.loss.name {
                guard !damage.isMended else { continue }
                guard let number = damage.integer("set_num"), numbers.contains(number) else {
                    named = numbers
                    break
                }
                named.insert(number)
            }
            numbers = named
        }
        let known: [LossRow] = try scratch.rows(LossRow.all)
        numbers.subtract(known.map(\.set))
        for number in numbers.sorted() {
            try scratch.put(
                LossRow(set: number, loss: SetLoss(isHeld: true, isFoundedAgain: false)))
        }
    }

    /// Puts the damaged rows of logs that are not whole back as they are, so that a later repair
    /// finds what this one did.
    private mutating func putBackLeft(_ whole: [Int64: SetID]) throws {
        var lost: [String] = []
        try scratch.database.write { target in
            for damage in damages where !damage.isMended {
                guard ["record", "member"].contains(damage.table.name),
                    damage.integer("set_num").map({ whole[$0] == nil }) ?? true
                else { continue }
                if try !Salvage.putBack(damage, into: target) { lost.append(damage.line) }
            }
        }
        survey.lostRows += lost
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
