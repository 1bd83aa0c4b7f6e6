import AnnotationModel
import CRDT
import Octets
import Replication
import SyncEngine
import WireFormat

@testable import MemoryStorage
@testable import Storage

extension ServerTransaction {
    /// All that is in the store, row by row, as a store in memory has it.
    func contents(_ hashing: any Hashing) throws -> MemoryPeerStore {
        let result = MemoryPeerStore(epoch: epoch, hashing)
        let rows: [SetRow] = try connection.rows(SetRow.all)
        for row in rows {
            guard let set = try serverSet(row.id),
                let twin = try result.makeSet(row.id) as? MemoryPeerSet
            else { continue }
            try set.fill(twin, hashing)
        }
        return result
    }

    /// An account with an id of the caller's choice.
    func putAccount(_ id: AccountID, name: String) throws {
        let account = Account(id: id, name: name, isAdmin: false, isDisabled: false, created: 0)
        try connection.put(
            account,
            """
            INSERT INTO account (id, name, is_admin, is_disabled, created, sum)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
    }
}

extension ServerSet {
    fileprivate func fill(_ twin: MemoryPeerSet, _ hashing: any Hashing) throws {
        twin.own.membership = membership
        twin.own.loss = loss
        for record in try records(after: 0, octetsMax: .max).records {
            guard let running = try running(at: record.seq) else {
                throw Failure("the server has a record without a running hash")
            }
            try twin.append(record, running: running)
        }
        guard twin.end == end else { throw Failure("the server's log has another end") }
        let rows: [EntityStateRow] = try connection.rows(
            "SELECT set_num, id, state, sum FROM entity WHERE set_num = ?", numberValue)
        for row in rows {
            twin.content.confirmed[row.id] = MemoryContent.Layered(
                state: row.state, tokens: try tokens(of: row.id, .confirmed))
        }
        twin.contentHash = contentHash
    }
}
