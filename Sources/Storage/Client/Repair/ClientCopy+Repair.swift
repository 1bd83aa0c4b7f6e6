import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

extension ClientCopy: RebuildableCopy {
    func record(at seq: UInt64) throws -> Record? {
        let row = try transaction.row(
            ClientTable.record, "SELECT * FROM record WHERE copy = ? AND seq = ?", number,
            .integer(Int64(clamping: seq)))
        return row.flatMap {
            try? Record.decode($0.blob(2), transaction.store.hashing, mayLackSignature: true)
        }
    }

    func pendingOps() throws -> [PlacedOp] {
        var result: [PlacedOp] = []
        try transaction.rows(
            ClientTable.op,
            "SELECT * FROM op WHERE copy = ? AND verdict = 255 ORDER BY number", number
        ) { row in
            if let op = try? PlacedOp.decode(row.blob(8)) { result.append(op) }
        }
        return result
    }

    func forgetDerived() throws {
        try resetContent()
        try transaction.change("DELETE FROM want WHERE copy = ?", number)
        try transaction.change("DELETE FROM outbox WHERE copy = ?", number)
    }
}
