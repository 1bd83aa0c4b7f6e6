import AnnotationModel
import Octets
import SQLite
import SyncEngine

extension StoreRepair {
    /// Says of each damaged row what it is and what becomes of it.
    mutating func nameDamages(_ source: Database) {
        var entities: [Int64: EntityID] = [:]
        try? source.query("SELECT number, id FROM entity") { row in
            if let id = Octets16((try? row.blob(1)) ?? []) {
                entities[(try? row.integer(0)) ?? 0] = EntityID(id)
            }
        }
        let isLost = survey.findings.contains { $0.remedy == .none && $0.table == "op" }
        for damage in damages {
            let name = damage.table.name
            let entity: EntityID? =
                switch name {
                case "entity": damage.octets("id").map { EntityID($0) }
                case "op", "want", "merge_event": damage.octets("entity").map { EntityID($0) }
                case "token": damage.integer("entity").flatMap { entities[$0] }
                default: nil
                }
            let remedy =
                damage.isMended ? Finding.Remedy.checksum : Self.remedy(ofRowsIn: name)
            survey.findings.append(
                Finding(
                    "\(Self.noun(name)) \(damage.complaint)", remedy,
                    set: copy(of: damage).flatMap { copies[$0] }, entity: entity, table: name,
                    row: damage.key))
            if remedy == .none || (!damage.isMended && isOwn(damage, isLost: isLost)) {
                survey.lostRows.append(damage.line)
            }
        }
    }

    /// Whether the row may be a change that was never sent, and is nowhere else.
    private func isOwn(_ damage: Salvage.Damage, isLost: Bool) -> Bool {
        switch damage.table.name {
        case "op": isLost || (survey.hasNewIdentity && damage.integer("verdict") == 255)
        case "sealed", "copy": isLost
        default: false
        }
    }

    /// What gives rows of a table back.
    static func remedy(ofRowsIn table: String) -> Finding.Remedy {
        switch table {
        case "again", "entity", "token", "head", "want", "outbox", "sealed", "copy", "op": .log
        case "member", "record", "blob", "blob_part": .server
        default: .none
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

extension Salvage.Damage {
    /// The integer that was read from a column; nil if there was none.
    func integer(_ column: String) -> Int64? {
        guard let index = table.columns.firstIndex(where: { $0.name == column }),
            case .integer(let integer) = values[index]
        else { return nil }
        return integer
    }

    /// The 16 octets that were read from a column; nil if there were none.
    func octets(_ column: String) -> Octets16? {
        guard let index = table.columns.firstIndex(where: { $0.name == column }),
            case .blob(let octets) = values[index]
        else { return nil }
        return Octets16(octets)
    }
}
