import AnnotationModel
import Octets
import SQLite
import SyncEngine

extension StoreRepair {
    /// What a row that follows from the log is told apart by, and a hash of what it says.
    private struct Picture {
        var rows: [[UInt8]: (hash: Int64, copy: Int64, entity: [UInt8]?)] = [:]
    }

    /// The copies and the ids of entities, by number.
    private typealias Entities = [Int64: (copy: Int64, id: [UInt8])]

    /// Says what of the store is not what its log makes of it, row by row.
    mutating func compare(_ whole: Set<SetID>, _ source: Database) throws {
        var sets: [Int64: SetID] = [:]
        var hashes: [SetID: UInt128] = [:]
        try scratch.read { transaction in
            for row in try transaction.rowsOfCopies().values where whole.contains(row.set) {
                if survey.rolledBack.contains(row.set) || row.state.stop == .removed { continue }
                sets[row.number] = row.set
                hashes[row.set] = row.contentHash
            }
        }
        var (oldEntities, newEntities) = (Entities(), Entities())
        for table in Self.compared {
            // One table at a time: that is what a store takes in memory.
            let now = try scratch.database.read { database in
                try picture(table, database, scratch.seal, sets, &newEntities)
            }
            let was = try picture(table, source, store.seal, sets, &oldEntities)
            compare(was, now, table, sets)
        }
        try compareHashes(hashes, source)
    }

    /// Tables whose rows follow from the log; tokens come behind the entities that they name.
    private static let compared = [
        ClientTable.op, ClientTable.again, ClientTable.entity, ClientTable.token,
        ClientTable.head, ClientTable.outbox,
    ]

    private mutating func compare(
        _ was: Picture, _ now: Picture, _ table: SealedTable, _ sets: [Int64: SetID]
    ) {
        // A row that cannot be read is named as damaged, not as missing.
        let mayLack =
            damages.contains { $0.table.name == table.name }
            || hasUnread(table)
        var wrong: [(key: [UInt8], copy: Int64, entity: [UInt8]?, what: String)] = []
        for (key, row) in now.rows {
            if let old = was.rows[key] {
                if old.hash != row.hash {
                    wrong.append((key, row.copy, row.entity, "is not what its log says"))
                }
            } else if !mayLack {
                wrong.append((key, row.copy, row.entity, "is not here, though the log has it"))
            }
        }
        for (key, row) in was.rows where now.rows[key] == nil {
            wrong.append((key, row.copy, row.entity, "is here, though the log has it not"))
        }
        wrong.sort { $0.key.lexicographicallyPrecedes($1.key) }
        for found in wrong.prefix(Self.listedMax) {
            survey.findings.append(
                Finding(
                    "\(Self.noun(table.name)) \(found.what)", .log, set: sets[found.copy],
                    entity: found.entity.flatMap { Octets16($0) }.map { EntityID($0) },
                    table: table.name, row: Alphabet.hex.text(Array(found.key.dropFirst(8)))))
        }
    }

    private mutating func compareHashes(
        _ hashes: [SetID: UInt128], _ source: Database
    ) throws {
        var old: [SetID: UInt128] = [:]
        try? source.query("SELECT * FROM copy NOT INDEXED") { row in
            guard let row = try? store.seal.read(row, ClientTable.copy),
                let set = Octets16(row.blob(1)), let content = Octets16(row.blob(3))
            else { return }
            old[SetID(set)] = UInt128(content.high) << 64 | UInt128(content.low)
        }
        for (set, hash) in hashes.sorted(by: { $0.key < $1.key }) {
            guard let known = old[set], known != hash else { continue }
            survey.findings.append(
                Finding("the hash of the content is not that of the content", .log, set: set))
        }
    }

    private func picture(
        _ table: SealedTable, _ database: Database, _ seal: RowSeal, _ copies: [Int64: SetID],
        _ entities: inout Entities
    ) throws -> Picture {
        var picture = Picture()
        do {
            try database.query(composed: "SELECT * FROM \(table.name) NOT INDEXED", []) {
                guard let row = try? seal.read($0, table) else { return }
                if table.name == "entity" {
                    entities[row.integer(0)] = (row.integer(1), row.blob(2))
                }
                guard let seen = sight(row, table, entities), copies[seen.copy] != nil else {
                    return
                }
                var key: [UInt8] = []
                key.appendWord(UInt64(bitPattern: seen.copy))
                picture.rows[key + seen.key] = (
                    seal.sum(table, seen.content), seen.copy, seen.entity
                )
            }
        } catch let error as SQLiteError where [.corrupt, .other].contains(error.code) {
            // Said already; what could be read is compared.
        }
        return picture
    }

    private struct Sight {
        let copy: Int64
        let key: [UInt8]
        let content: [Value]
        var entity: [UInt8]?
    }

    /// What is compared of a row; nil for one that says nothing.
    private func sight(
        _ row: SealedRow, _ table: SealedTable, _ entities: Entities
    ) -> Sight? {
        var counter: [UInt8] = []
        switch table.name {
        case "op":
            if row.integer(6) == 255, survey.hasNewIdentity { return nil }
            counter.appendWord(UInt64(bitPattern: row.integer(3)))
            return Sight(
                copy: row.integer(1), key: row.blob(2) + counter,
                content: Array(row.values[4...8]), entity: row.optionalBlob(4))
        case "again":
            return Sight(copy: row.integer(0), key: row.blob(1), content: [row.values[2]])
        case "entity":
            let shown = row.optionalBlob(10) ?? row.blob(9)
            if row.optionalBlob(9) == nil, shown.isEmpty, row.integer(4) == 0 { return nil }
            // What is shown of own changes depends on the identity that they go by.
            let content =
                survey.hasNewIdentity
                ? [row.values[9]]
                : Array(row.values[3...9]) + [.blob(shown), row.values[12], row.values[13]]
            return Sight(
                copy: row.integer(1), key: row.blob(2), content: content, entity: row.blob(2))
        case "token":
            guard let entity = entities[row.integer(0)] else { return nil }
            if survey.hasNewIdentity, row.optionalBlob(2) == nil { return nil }
            return Sight(
                copy: entity.copy, key: entity.id + row.blob(1),
                content: survey.hasNewIdentity ? [row.values[2]] : Array(row.values[2...3]),
                entity: entity.id)
        case "head":
            return Sight(
                copy: row.integer(0), key: row.blob(1), content: Array(row.values[2...3]))
        case "outbox":
            if survey.hasNewIdentity { return nil }
            counter.appendWord(UInt64(bitPattern: row.integer(3)))
            return Sight(copy: row.integer(1), key: row.blob(2) + counter, content: [])
        default: return nil
        }
    }
}
