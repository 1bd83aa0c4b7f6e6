import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

extension StoreRepair {
    /// Works all copies out; returns those whose log was whole.
    mutating func rebuildAll() throws -> Set<SetID> {
        var whole: Set<SetID> = []
        let unsound = unsoundCopies
        try scratch.write { transaction in
            let replica = try makeReplica(transaction)
            try reserveNumbers(transaction)
            let sets = try transaction.sets()
            var needsIdentity = try needsIdentity(transaction)
            for set in sets {
                guard let row = try transaction.rowsOfCopies()[set] else { continue }
                guard try transaction.hasMembership(of: set) else {
                    survey.missingMembers.append(set)
                    leave(row)
                    continue
                }
                guard let copy = try transaction.clientCopy(of: set) else { continue }
                try fill(copy, replica)
                let isSound = unsound.map { !$0.contains(row.number) } ?? false
                guard let report = try rebuild(copy, replica, isSound: isSound) else {
                    leave(row)
                    continue
                }
                whole.insert(set)
                note(report, of: set)
                if report.needsNewIdentity { needsIdentity = true }
            }
            for (number, copy) in damagedEntities
            where copy.map({ !left.contains($0) }) ?? left.isEmpty {
                try transaction.change(
                    """
                    DELETE FROM token WHERE entity = ?1
                        AND NOT EXISTS (SELECT 1 FROM entity WHERE number = ?1)
                    """, .integer(number))
            }
            try tidyBlobs(transaction)
            guard needsIdentity, !sets.isEmpty else { return }
            // What a copy that stays as it is holds back could not be issued again.
            isStuck = !left.isEmpty
            if !isStuck {
                try replica.takeNewIdentity()
                survey.hasNewIdentity = true
            }
        }
        return whole
    }

    /// The numbers of damaged rows that may stay are not given out to others.
    private func reserveNumbers(_ transaction: ClientTransaction) throws {
        for table in [
            ClientTable.op, ClientTable.entity, ClientTable.outbox, ClientTable.sealed,
        ] {
            let numbers = damages.filter { $0.table.name == table.name && !$0.isMended }
                .compactMap { $0.integer("number") }.filter { $0 < 1 << 48 }
            guard let last = numbers.max() else { continue }
            let next = try transaction.nextNumber(table)
            transaction.nextNumbers[table.name] = max(next, last + 1)
        }
    }

    /// Damaged entities, and the copies that they are in; nil where that cannot be told.
    var damagedEntities: [(number: Int64, copy: Int64?)] {
        damages.filter { $0.table.name == "entity" && !$0.isMended }.compactMap { damage in
            damage.integer("number").map { ($0, copy(of: damage)) }
        }
    }

    private mutating func leave(_ row: CopyRow) {
        left.insert(row.number)
        survey.left.insert(row.set)
        survey.positions[row.set] = row.state.position
    }

    /// Works a copy out; nil if its log is not whole, and it stays as it is.
    private mutating func rebuild(
        _ copy: ClientCopy, _ replica: Replica, isSound: Bool
    ) throws -> RebuildReport? {
        let report = try replica.rebuild(copy)
        if report.log == .whole { return report }
        try note(report.log, of: copy)
        // Only where the server is known to give back what is cut off.
        guard !isSound, supply.proven.contains(copy.id), case .lacks(let missing) = report.log,
            let first = missing.first
        else { return nil }
        survey.rolledBack.append(copy.id)
        return try replica.rollBack(copy, to: first - 1)
    }

    /// Whether what the store is known by is lost, in part.
    private mutating func needsIdentity(_ transaction: ClientTransaction) throws -> Bool {
        if try transaction.sets().isEmpty { return false }
        let isLoggedIn = try transaction.setting(.serverURL) != nil
        let hasKey = try transaction.setting(.deviceSeed) != nil
        let lost = Set(
            damages.compactMap { damage -> [UInt8]? in
                guard damage.table.name == "setting", !damage.isMended else { return nil }
                if case .blob(let key) = damage.values[0] { return key }
                return nil
            })
        if isLoggedIn, !hasKey || lost.contains(Array(ClientSetting.token.rawValue.utf8)) {
            survey.needsLogin = true
            // The server knows this token by a key that is gone.
            try transaction.putSetting(.token, nil)
        }
        let hasReplica = transaction.replica.octets != .zero
        if !hasReplica, !damages.contains(where: { $0.table.name == "setting" }) {
            survey.findings.append(
                Finding("the name that this store's changes go by is gone", .log, table: "setting"))
        }
        return !hasReplica || !hasKey
    }

    private mutating func fill(_ copy: ClientCopy, _ replica: Replica) throws {
        guard let records = supply.records[copy.id], !records.isEmpty else { return }
        let before = try records.filter { try copy.record(at: $0.seq) == nil }.map(\.seq)
        guard try replica.fill(copy, with: records) else { return }
        for seq in before { survey.findings.append(missing(seq, copy)) }
    }

    private func missing(_ seq: UInt64, _ copy: ClientCopy) -> Finding {
        Finding(
            "record \(seq) of the log is not here", .server, set: copy.id, table: "record",
            row: "\(copy.row.number), \(seq)")
    }

    private mutating func note(_ log: RebuildReport.Log, of copy: ClientCopy) throws {
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

    private mutating func note(_ report: RebuildReport, of set: SetID) {
        for dot in report.lost {
            // Its row may be gone without a trace; which one it was is kept all the same.
            let issuer = Alphabet.hex.text(dot.replica.octets.octets)
            survey.lostRows.append(
                "{\"table\":\"op\",\"replica\":\"\(issuer)\",\"counter\":\(dot.counter)}")
            survey.findings.append(
                Finding(
                    "a change that was never sent is lost: number \(dot.counter) of this device",
                    .none, set: set, table: "op",
                    row: "\(issuer), \(dot.counter)"))
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
