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
    let mayRollBack: Bool
    var survey = StoreSurvey()
    /// Whether the scratch store may take the store's place.
    private(set) var isUsable = true
    private(set) var damages: [Salvage.Damage] = []
    private var unread: Set<String> = []

    /// Whether a part of the table could not be read.
    func hasUnread(_ table: SealedTable) -> Bool { unread.contains(table.name) }

    /// Sentences of one kind that are listed.
    static let listedMax = 1_000

    init(
        _ store: ClientStore, _ scratch: ClientStore,
        _ makeReplica: @escaping ClientStore.ReplicaMaker,
        _ supply: Supply, mayRollBack: Bool
    ) {
        self.store = store
        self.scratch = scratch
        self.makeReplica = makeReplica
        self.supply = supply
        self.mayRollBack = mayRollBack
    }

    mutating func run() throws {
        try lookAtFile()
        try carry()
        try fillTables()
        let whole = try rebuildAll()
        try compare(whole)
        nameDamages()
    }

    private mutating func lookAtFile() throws {
        for message in try store.database.integrityCheck(.full) {
            survey.findings.append(
                Finding("the file's structure is damaged: \(message)", .log))
        }
    }

    private mutating func carry() throws {
        var salvage = Salvage(seal: store.seal)
        try scratch.database.write { target in
            try store.database.readingDamaged { source in
                for table in ClientTable.all {
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

    /// Makes rows of copies and members that are not there, and takes out what fits nothing.
    private mutating func fillTables() throws {
        var changed: [Finding] = []
        try scratch.write { transaction in
            var filler = CopyFiller(transaction, supply)
            changed = try filler.run()
        }
        survey.findings += changed
    }

    /// Works all copies out; returns those whose log was whole.
    private mutating func rebuildAll() throws -> Set<SetID> {
        var whole: Set<SetID> = []
        var survey = survey
        let derivedIsSound =
            !damages.contains { !$0.isMended && Self.derived.contains($0.table.name) }
            && unread.isDisjoint(with: Self.derived)
        try scratch.write { transaction in
            let replica = try makeReplica(transaction)
            var needsIdentity = transaction.replica.octets == .zero
            for set in try transaction.sets() {
                guard try transaction.hasMembership(of: set) else {
                    survey.missingMembers.append(set)
                    continue
                }
                guard let copy = try transaction.clientCopy(of: set) else { continue }
                try fill(copy, &survey)
                var report = try replica.rebuild(copy)
                if report.log != .whole {
                    try note(report.log, of: copy, &survey)
                    guard mayRollBack, !derivedIsSound else { continue }
                    report = try replica.rollBack(copy, to: firstGap(report.log))
                    survey.rolledBack.append(set)
                }
                whole.insert(set)
                note(report, of: set, &survey)
                if report.needsNewIdentity { needsIdentity = true }
            }
            try tidyBlobs(transaction, &survey)
            let hasSets = try !transaction.sets().isEmpty
            if needsIdentity, hasSets, survey.missingMembers.isEmpty {
                try replica.takeNewIdentity()
                survey.hasNewIdentity = true
            }
        }
        self.survey = survey
        if !survey.missingMembers.isEmpty
            || (!derivedIsSound && !survey.missingRecords.isEmpty
                && survey.rolledBack.isEmpty)
        {
            isUsable = false
        }
        return whole
    }

    private static let derived: Set<String> = [
        "op", "again", "entity", "token", "head", "want", "outbox", "sealed", "copy",
    ]

    private func firstGap(_ log: RebuildReport.Log) -> UInt64 {
        if case .lacks(let missing) = log, let first = missing.first { return first - 1 }
        return 0
    }

    private func fill(_ copy: ClientCopy, _ survey: inout StoreSurvey) throws {
        for record in supply.records[copy.id] ?? [] where try copy.record(at: record.seq) == nil {
            try copy.append(record)
            survey.findings.append(missing(record.seq, copy))
        }
    }

    private func missing(_ seq: UInt64, _ copy: ClientCopy) -> Finding {
        Finding(
            "record \(seq) of the log is not here", .server, set: copy.id, table: "record",
            row: "\(copy.row.number), \(seq)")
    }

    private func note(
        _ log: RebuildReport.Log, of copy: ClientCopy, _ survey: inout StoreSurvey
    ) throws {
        switch log {
        case .whole: break
        case .lacks(let places):
            survey.missingRecords[copy.id] = places
            for place in places.prefix(Self.listedMax) {
                survey.findings.append(missing(place, copy))
            }
        case .broken:
            let end = copy.state.position.seq
            survey.missingRecords[copy.id] = end == 0 ? [] : Array(1...end)
            survey.findings.append(
                Finding(
                    "the log is not the one that was read up to here", .server, set: copy.id,
                    table: "record"))
        }
    }

    private func note(_ report: RebuildReport, of set: SetID, _ survey: inout StoreSurvey) {
        for dot in report.lost {
            survey.findings.append(
                Finding(
                    "a change that was never sent is lost: number \(dot.counter) of this device",
                    .none, set: set, table: "op",
                    row: "\(Alphabet.hex.text(dot.replica.octets.octets)), \(dot.counter)"))
        }
        if report.needsNewIdentity, report.lost.isEmpty {
            survey.findings.append(
                Finding(
                    "what was made ready to be sent is not whole, and is made ready anew", .log,
                    set: set, table: "sealed"))
        }
        survey.shelved += report.shelved.count
    }
}
