import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

extension ClientCopy {
    func outbox() throws -> [Dot] {
        var result: [Dot] = []
        try transaction.rows(
            ClientTable.outbox, "SELECT * FROM outbox WHERE copy = ? ORDER BY number", number
        ) { row in
            guard let replica = Octets16(row.blob(2)) else {
                throw transaction.damaged(ClientTable.outbox, row)
            }
            result.append(
                Dot(
                    replica: ReplicaID(replica),
                    counter: UInt64(bitPattern: row.integer(3))))
        }
        return result
    }

    func appendToOutbox(_ dot: Dot) throws {
        try transaction.insert(
            ClientTable.outbox, "INSERT INTO outbox VALUES (?, ?, ?, ?, ?)",
            .integer(try transaction.nextNumber(ClientTable.outbox)), number,
            .blob(dot.replica.octets.octets), .counter(dot))
    }

    func removeFromOutbox(_ dot: Dot) throws {
        try transaction.change(
            "DELETE FROM outbox WHERE copy = ? AND replica = ? AND counter = ?", number,
            .blob(dot.replica.octets.octets), .counter(dot))
    }

    func head(of replica: ReplicaID) throws -> ChainHead? {
        let row = try transaction.row(
            ClientTable.head, "SELECT * FROM head WHERE copy = ? AND replica = ?", number,
            .blob(replica.octets.octets))
        guard let row else { return nil }
        guard let hash = Octets32(row.blob(3)), let epoch = Octets16(row.blob(4)) else {
            throw transaction.damaged(ClientTable.head, row)
        }
        return ChainHead(
            counter: UInt64(bitPattern: row.integer(2)), hash: hash, epoch: epoch)
    }

    func putHead(_ head: ChainHead, of replica: ReplicaID) throws {
        try transaction.insert(
            ClientTable.head, "INSERT OR REPLACE INTO head VALUES (?, ?, ?, ?, ?, ?)", number,
            .blob(replica.octets.octets), .integer(Int64(bitPattern: head.counter)),
            .blob(head.hash.octets), .blob(head.epoch.octets))
    }

    func sealed() throws -> [Bundle] {
        var result: [Bundle] = []
        try transaction.rows(
            ClientTable.sealed, "SELECT * FROM sealed WHERE copy = ? ORDER BY number", number
        ) { row in
            guard let bundle = try? Bundle.decode(row.blob(3), transaction.store.hashing) else {
                throw transaction.damaged(ClientTable.sealed, row)
            }
            result.append(bundle)
        }
        return result
    }

    func appendSealed(_ bundle: Bundle) throws {
        try transaction.insert(
            ClientTable.sealed, "INSERT INTO sealed VALUES (?, ?, ?, ?, ?)",
            .integer(try transaction.nextNumber(ClientTable.sealed)), number,
            .integer(Int64(clamping: bundle.last)), .blob(bundle.encoded()))
    }

    func removeSealed(through counter: UInt64) throws {
        try transaction.change(
            "DELETE FROM sealed WHERE copy = ? AND last <= ?", number,
            .integer(Int64(clamping: counter)))
    }

    func append(_ record: Record) throws {
        try transaction.insert(
            ClientTable.record, "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", number,
            .integer(Int64(clamping: record.seq)), .blob(record.encoded()))
    }

    func append(_ event: MergeEvent) throws {
        try transaction.insert(
            ClientTable.mergeEvent, "INSERT INTO merge_event VALUES (?, ?, ?, ?, ?)",
            .integer(try transaction.nextNumber(ClientTable.mergeEvent)), number,
            .blob(event.entity.octets.octets), .blob(event.encoded()))
    }
}
