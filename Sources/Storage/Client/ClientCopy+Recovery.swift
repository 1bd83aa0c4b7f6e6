import AnnotationModel
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

extension ClientCopy {
    func records(after seq: UInt64, count: Int) throws -> [Record] {
        var result: [Record] = []
        try transaction.rows(
            ClientTable.record,
            "SELECT * FROM record WHERE copy = ? AND seq > ? ORDER BY seq LIMIT ?", number,
            .integer(Int64(clamping: seq)), .integer(Int64(clamping: count))
        ) { row in
            let record = try? Record.decode(
                row.blob(2), transaction.store.hashing, mayLackSignature: true)
            guard let record else {
                throw transaction.damaged(ClientTable.record, row)
            }
            result.append(record)
        }
        return result
    }

    func removeRecords(after seq: UInt64) throws {
        try transaction.change(
            "DELETE FROM record WHERE copy = ? AND seq > ?", number,
            .integer(Int64(clamping: seq)))
    }

    func resetContent() throws {
        try flush()
        try transaction.index.forget(copy: row.number)
        try transaction.change(
            "DELETE FROM token WHERE entity IN (SELECT number FROM entity WHERE copy = ?)", number)
        try transaction.change("DELETE FROM entity WHERE copy = ?", number)
        try transaction.change("DELETE FROM op WHERE copy = ?", number)
        try transaction.change("DELETE FROM again WHERE copy = ?", number)
        try transaction.change("DELETE FROM head WHERE copy = ?", number)
        forgetHeld()
        contentHash = 0
    }

    func replaceMembers(with entries: [MemberEntry]) throws {
        try transaction.change("DELETE FROM member WHERE copy = ?", number)
        membership = Membership()
        noteMembers()
        for entry in entries { try append(entry) }
    }

    func lostRecords() throws -> [LostRecord] {
        var result: [LostRecord] = []
        try transaction.rows(
            ClientTable.lostRecord, "SELECT * FROM lost_record WHERE copy = ? ORDER BY number",
            number
        ) { row in
            guard let record = try? lostRecord(row) else {
                throw transaction.damaged(ClientTable.lostRecord, row)
            }
            result.append(record)
        }
        return result
    }

    func lostFates() throws -> Set<LostRecord.Fate> {
        try transaction.requireOpen()
        var result: Set<LostRecord.Fate> = []
        try transaction.database.query(
            "SELECT DISTINCT fate FROM lost_record WHERE copy = ?", number
        ) { row in
            let fate = UInt8(exactly: try row.integer(0)).flatMap(LostRecord.Fate.init(rawValue:))
            // What is none is found with its row.
            result.insert(fate ?? .waiting)
        }
        return result
    }

    private func lostRecord(_ row: SealedRow) throws(DecodingFailure) -> LostRecord {
        guard let author = Octets16(row.blob(3)),
            let fate = UInt8(exactly: row.integer(4)).flatMap(LostRecord.Fate.init(rawValue:))
        else { throw .wrongType }
        var reader = CBORReader(row.blob(5))
        let again = try RecordAgain(
            &reader, transaction.store.hashing, mayLackSignature: true)
        try reader.finish()
        return LostRecord(again: again, author: AccountID(author), fate: fate)
    }

    func putLost(_ record: LostRecord) throws {
        let bundle = Value.blob(record.bundle.hash(transaction.store.hashing).octets)
        let known = try transaction.row(
            ClientTable.lostRecord, "SELECT * FROM lost_record WHERE copy = ? AND bundle = ?",
            number, bundle)
        let place = try known?.integer(0) ?? transaction.nextNumber(ClientTable.lostRecord)
        var writer = CBORWriter()
        record.again.write(to: &writer)
        try transaction.insert(
            ClientTable.lostRecord,
            "INSERT OR REPLACE INTO lost_record VALUES (?, ?, ?, ?, ?, ?, ?)", .integer(place),
            number, bundle, .blob(record.author.octets.octets),
            .integer(Int64(record.fate.rawValue)), .blob(writer.octets))
    }

    func removeLost(bundle: Octets32) throws {
        try transaction.change(
            "DELETE FROM lost_record WHERE copy = ? AND bundle = ?", number, .blob(bundle.octets))
    }

    func lostMembers() throws -> [MemberEntry] {
        var result: [MemberEntry] = []
        try transaction.rows(
            ClientTable.lostMember, "SELECT * FROM lost_member WHERE copy = ? ORDER BY place",
            number
        ) { row in
            guard let entry = try? MemberEntry.decode(row.blob(2)) else {
                throw transaction.damaged(ClientTable.lostMember, row)
            }
            result.append(entry)
        }
        return result
    }

    func putLostMembers(_ entries: [MemberEntry]) throws {
        try transaction.change("DELETE FROM lost_member WHERE copy = ?", number)
        for (place, entry) in entries.enumerated() {
            try transaction.insert(
                ClientTable.lostMember, "INSERT INTO lost_member VALUES (?, ?, ?, ?)", number,
                .integer(Int64(place)), .blob(entry.encoded()))
        }
    }
}
