internal import AnnotationModel
internal import Octets
internal import Replication
internal import SQLite

extension ServerRepair {
    private struct Sight {
        let set: Int64
        let hash: Int64
        let entity: [UInt8]?
    }

    /// Says what of the store is not what its logs make of it, row by row.
    mutating func compare(_ whole: [Int64: SetID], _ source: Database) throws {
        articles = try articlesOfScratch()
        for table in ServerTable.derived + [ServerTable.role] {
            let old = see(table, source)
            let new = try scratch.database.readingDamaged { see(table, $0) }
            compare(old, new, table, whole)
        }
        try compareHashes(whole, source)
    }

    private mutating func compare(
        _ old: [[UInt8]: Sight], _ new: [[UInt8]: Sight], _ table: SealedTable,
        _ whole: [Int64: SetID]
    ) {
        // A row that cannot be read is named as damaged, not as missing.
        let mayLack =
            damages.contains { $0.table.name == table.name }
            || unread.contains(table.name) || misdefined.contains(table.name)
        var wrong: [(key: [UInt8], sight: Sight, what: String)] = []
        for (key, sight) in new {
            if let known = old[key] {
                if known.hash != sight.hash {
                    wrong.append((key, sight, "is not what its log says"))
                }
            } else if !mayLack {
                wrong.append((key, sight, "is not here, though the log has it"))
            }
        }
        for (key, sight) in old where new[key] == nil {
            wrong.append((key, sight, "is here, though the log has it not"))
        }
        let isOfSet = table.name != ServerTable.role.name
        wrong.removeAll { isOfSet && whole[$0.sight.set] == nil }
        wrong.sort { $0.key.lexicographicallyPrecedes($1.key) }
        for found in wrong.prefix(Self.listedMax) {
            let entity = found.sight.entity.flatMap { Octets16($0) }.map { EntityID($0) }
            var finding = Finding(
                "\(Self.noun(table.name)) \(found.what)", .log, set: whole[found.sight.set],
                entity: entity, table: table.name,
                row: Alphabet.hex.text(Array(found.key.prefix(64))))
            finding.isArticle = entity.map { articles.contains($0) } ?? false
            survey.findings.append(finding)
        }
    }

    /// The ids of the entities that are articles.
    private func articlesOfScratch() throws -> Set<EntityID> {
        let states: [EntityStateRow] = try scratch.rows(EntityStateRow.all)
        return Set(
            states.filter { $0.state.creation?.kind.opClass == .article }.map(\.id))
    }

    private mutating func compareHashes(_ whole: [Int64: SetID], _ source: Database) throws {
        let new: [SetRow] = try scratch.rows(SetRow.all)
        var old: [Int64: SetRow] = [:]
        try? source.query(
            """
            SELECT num, id, seq, running, content, members, members_hash, again, sum
            FROM peer_set
            """
        ) { row in
            guard let row: SetRow = try? connection.read(row) else { return }
            old[row.number] = row
        }
        for row in new {
            guard whole[row.number] != nil, let known = old[row.number] else { continue }
            if known.content != row.content || known.again != row.again {
                survey.findings.append(
                    Finding(
                        "the hash of the content is not that of the content", .log, set: row.id,
                        table: SetRow.table, row: "\(row.number)"))
            }
        }
    }

    /// What a table's rows say, by their keys; what cannot be read is left out.
    private func see(_ table: SealedTable, _ database: Database) -> [[UInt8]: Sight] {
        var result: [[UInt8]: Sight] = [:]
        let names = (table.columns.map(\.name) + ["sum"]).joined(separator: ", ")
        _ = try? database.query(
            composed: "SELECT \(names) FROM \(table.name) NOT INDEXED", []
        ) { row in
            guard let row = try? seal.read(row, table) else { return }
            var key: [UInt8] = []
            for value in row.values.prefix(table.keyCount) {
                switch value {
                case .integer(let integer): key.appendWord(UInt64(bitPattern: integer))
                case .blob(let octets): key += octets
                case .text(let text): key += text.utf8
                case .null: break
                }
            }
            // In which epoch a chain began is in no record.
            let isChain = table.name == ServerTable.chain.name
            let content = isChain ? Array(row.values.dropLast()) : row.values
            let entity: [UInt8]? =
                switch table.name {
                case "op": row.optionalBlob(3)
                case "entity", "token": row.blob(1)
                default: nil
                }
            result[key] = Sight(
                set: row.integer(0), hash: seal.sum(table, content), entity: entity)
        }
        return result
    }

    /// Says of each damaged row what it is and what becomes of it.
    mutating func nameDamages() throws {
        let rows: [SetRow] = (try? scratch.rows(SetRow.all)) ?? []
        let sets = Dictionary(rows.map { ($0.number, $0.id) }, uniquingKeysWith: { one, _ in one })
        for damage in damages {
            let name = damage.table.name
            let remedy =
                damage.isMended ? Finding.Remedy.checksum : Self.remedy(ofRowsIn: name)
            var set: SetID?
            if case .integer(let number) = damage.values[0] { set = sets[number] }
            survey.findings.append(
                Finding(
                    "\(Self.noun(name)) \(damage.complaint)", remedy, set: set, table: name,
                    row: damage.key))
            if remedy == .none { survey.lostRows.append(damage.line) }
        }
    }

    /// What gives rows of a table back.
    static func remedy(ofRowsIn table: String) -> Finding.Remedy {
        switch table {
        case "op", "again", "entity", "token", "chain", "role", "peer_set": .log
        case "member", "record", "snapshot", "blob", "blob_part": .copy
        default: .none
        }
    }

    /// What a row of the table is, for a person.
    static func noun(_ table: String) -> String {
        switch table {
        case "server": "the server's own key and epoch"
        case "account": "an account"
        case "device": "a device's log-in"
        case "invite": "an invite"
        case "personal": "whose personal set a set is"
        case "role": "a member's role"
        case "audit": "an entry of the audit list"
        case "loss": "whether a set waits for an owner's device"
        case "peer_set": "what is known of a set"
        case "member": "an entry of a membership log"
        case "record": "a record of a log"
        case "snapshot": "a part of what stands for the beginning of a log"
        case "chain": "the end of a device's changes"
        case "op": "a change"
        case "again": "the second name of a change"
        case "entity": "the state of a note or an article"
        case "token": "what keeps a note or an article alive"
        case "blob": "what is known of an article's text"
        case "blob_part": "a part of an article's text"
        default: "a row of \(table)"
        }
    }
}
