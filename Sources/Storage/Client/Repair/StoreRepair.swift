import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

/// Carries what is sound of a damaged store into an empty one, and works the rest out there.
struct StoreRepair {
    let store: ClientStore
    let scratch: ClientStore
    let makeReplica: ClientStore.ReplicaMaker
    let supply: Supply
    var survey = StoreSurvey()
    private(set) var damages: [Salvage.Damage] = []
    /// The numbers of the copies whose log is not whole, and which stay as they are.
    var left: Set<Int64> = []
    /// Whether a copy that stays as it is would have to go on under a new identity.
    var isStuck = false
    private var unread: Set<String> = []

    /// Whether a part of the table could not be read.
    func hasUnread(_ table: SealedTable) -> Bool { unread.contains(table.name) }

    /// Whether the scratch store may take the store's place, and is better than it.
    var isUsable: Bool {
        !isStuck
            && survey.findings.contains { finding in
                finding.set.map { !survey.left.contains($0) } ?? true
            }
    }

    /// Sentences of one kind that are listed.
    static let listedMax = 1_000
    static let derived: Set<String> = [
        "op", "again", "entity", "token", "head", "want", "outbox", "sealed", "copy",
    ]

    init(
        _ store: ClientStore, _ scratch: ClientStore,
        _ makeReplica: @escaping ClientStore.ReplicaMaker, _ supply: Supply
    ) {
        self.store = store
        self.scratch = scratch
        self.makeReplica = makeReplica
        self.supply = supply
        scratch.keepsIndex = false
    }

    mutating func run() throws {
        // One snapshot: what others write meanwhile is no damage.
        try store.database.readingDamaged { source in
            try lookAtFile(source)
            try carry(source)
            try fillTables()
            let whole = try rebuildAll()
            try compare(whole, source)
            nameDamages(source)
        }
        try putBackLeft()
    }

    private mutating func lookAtFile(_ source: Database) throws {
        for message in try source.integrityCheck(.full) {
            survey.findings.append(
                Finding("the file's structure is damaged: \(message)", .log))
        }
        for sentence in try WordIndex(source).disagreements(store.seal) {
            survey.findings.append(Finding(sentence, .log, table: "word"))
        }
    }

    private mutating func carry(_ source: Database) throws {
        var salvage = Salvage(seal: store.seal)
        try scratch.database.write { target in
            for table in ClientTable.all {
                try salvage.carry(table, from: source, into: target)
            }
        }
        damages = salvage.damages
        for table in salvage.misdefined {
            survey.findings.append(
                Finding(
                    "the definition of the table \(table.name) is not as it was written", .log,
                    table: table.name))
        }
        for (table, sentence) in salvage.unread {
            unread.insert(table.name)
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

    /// Puts the damaged rows of the copies that stay as they are back as they are, so that a later
    /// repair finds what this one did.
    private mutating func putBackLeft() throws {
        guard !left.isEmpty else { return }
        var lost: [String] = []
        try scratch.database.write { target in
            for damage in damages where !damage.isMended && isOfLeft(damage) {
                if try !Salvage.putBack(damage, into: target) { lost.append(damage.line) }
            }
        }
        survey.lostRows += lost
    }

    private func isOfLeft(_ damage: Salvage.Damage) -> Bool {
        let name = damage.table.name
        guard name == "member" || name == "record" || Self.derived.contains(name), name != "copy"
        else { return false }
        return copy(of: damage).map { left.contains($0) } ?? true
    }

    /// The copies of which a row that follows from the log is damaged; nil if it may be any.
    var unsoundCopies: Set<Int64>? {
        guard unread.isDisjoint(with: Self.derived) else { return nil }
        var copies: Set<Int64> = []
        for damage in damages where !damage.isMended && Self.derived.contains(damage.table.name) {
            guard let copy = copy(of: damage) else { return nil }
            copies.insert(copy)
        }
        return copies
    }

    /// The number of the copy that a damaged row lies in; nil if that cannot be told.
    func copy(of damage: Salvage.Damage) -> Int64? {
        let name =
            switch damage.table.name {
            case "copy": "number"
            case "token": "entity"
            default: "copy"
            }
        guard let index = damage.table.columns.firstIndex(where: { $0.name == name }),
            case .integer(let number) = damage.values[index]
        else { return nil }
        if name == "entity" { return copiesOfEntities[number] }
        return copies[number] == nil ? nil : number
    }

    /// The copies that are known, and those of the entities, by number.
    var copies: [Int64: SetID] = [:]
    var copiesOfEntities: [Int64: Int64] = [:]

    /// Makes rows of copies and members that are not there, and takes out what fits nothing.
    private mutating func fillTables() throws {
        var changed: [Finding] = []
        try scratch.write { transaction in
            let held = damagedEntities.map(\.number)
            var filler = CopyFiller(transaction, supply, holding: Set(held))
            changed = try filler.run()
            for row in try transaction.rowsOfCopies().values { copies[row.number] = row.set }
        }
        survey.findings += changed
        let isNeeded = damages.contains { $0.table.name == "token" && !$0.isMended }
        guard isNeeded else { return }
        try scratch.database.query("SELECT number, copy FROM entity") { row in
            copiesOfEntities[try row.integer(0)] = try row.integer(1)
        }
    }
}
