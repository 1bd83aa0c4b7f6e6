import AnnotationModel
import Octets
import SQLite
import SyncEngine

extension StoreRepair {
    /// Says of each damaged row what it is and what becomes of it.
    mutating func nameDamages() {
        var sets: [Int64: SetID] = [:]
        var entities: [Int64: EntityID] = [:]
        _ = try? scratch.read { transaction in
            for row in try transaction.rowsOfCopies().values { sets[row.number] = row.set }
        }
        _ = try? store.database.readingDamaged { database in
            try database.query("SELECT number, id FROM entity") { row in
                if let id = Octets16((try? row.blob(1)) ?? []) {
                    entities[(try? row.integer(0)) ?? 0] = EntityID(id)
                }
            }
        }
        let isLost = survey.findings.contains { $0.remedy == .none && $0.table == "op" }
        for damage in damages {
            let names = damage.table.columns.map(\.name)
            func integer(_ name: String) -> Int64? {
                guard let index = names.firstIndex(of: name),
                    case .integer(let integer) = damage.values[index]
                else { return nil }
                return integer
            }
            func octets(_ name: String) -> Octets16? {
                guard let index = names.firstIndex(of: name),
                    case .blob(let octets) = damage.values[index]
                else { return nil }
                return Octets16(octets)
            }
            let name = damage.table.name
            let copy = name == "copy" ? integer("number") : integer("copy")
            var entity: EntityID?
            switch name {
            case "entity": entity = octets("id").map { EntityID($0) }
            case "op", "want", "merge_event": entity = octets("entity").map { EntityID($0) }
            case "token": entity = integer("entity").flatMap { entities[$0] }
            default: break
            }
            let remedy = remedy(of: damage)
            survey.findings.append(
                Finding(
                    "\(Self.noun(name)) is not as it was written", remedy,
                    set: copy.flatMap { sets[$0] }, entity: entity, table: name,
                    row: damage.key))
            if remedy == .none || (name == "op" && isLost && !damage.isMended) {
                survey.lostRows.append(damage.line)
            }
        }
    }

    private func remedy(of damage: Salvage.Damage) -> Finding.Remedy {
        if damage.isMended { return .checksum }
        switch damage.table.name {
        case "again", "entity", "token", "head", "want", "outbox", "sealed", "copy", "op":
            return .log
        case "member", "record", "blob", "blob_part": return .server
        default: return .none
        }
    }

    /// What a row of the table is, for a person.
    static func noun(_ table: String) -> String {
        switch table {
        case "setting": "a setting"
        case "copy": "what is known of a set"
        case "member": "an entry of a membership log"
        case "op": "a change"
        case "again": "the second name of a change"
        case "entity": "the state of a note or an article"
        case "token": "what keeps a note or an article alive"
        case "outbox": "an entry of the outbox"
        case "sealed": "changes that are ready to be sent"
        case "record": "a record of the log"
        case "head": "the end of a device's changes"
        case "blob": "the text or the source of an article"
        case "blob_part": "a part of a text that is being fetched"
        case "want": "the wish for an article's text"
        case "drawer": "something in the drawer"
        case "merge_event": "the memory of a merge"
        case "change": "an entry of the list of commands"
        case "written_here": "the memory of what was written here"
        case "alias": "a former id of an article"
        default: "a row of \(table)"
        }
    }
}
