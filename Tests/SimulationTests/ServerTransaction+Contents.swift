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
        while twin.end.seq < end.seq {
            for record in try records(after: twin.end.seq, octetsMax: .max).records {
                let running = record.running(after: twin.end.running, hashing)
                guard try running == self.running(at: record.seq) else {
                    throw Failure("the server has another running hash beside a record")
                }
                try twin.append(record, running: running)
            }
        }
        guard twin.end == end else { throw Failure("the server's log has another end") }
        var place: UInt64 = 0
        while let part = try snapshotPart(after: place) {
            let part = try SnapshotPart.decode(part.octets, hashing)
            try twin.cut(part, running: part.running(hashing))
            place = part.last
        }
        let ops: [OpRow] = try connection.rows(
            """
            SELECT set_num, replica, counter, entity, body, sum FROM op WHERE set_num = ?
            ORDER BY num
            """, numberValue)
        for row in ops { try twin.put(row.op) }
        let again: [AgainRow] = try connection.rows(
            "SELECT set_num, identity, dot, sum FROM again WHERE set_num = ?", numberValue)
        for row in again { try twin.putAcceptedAgain(row.identity, as: row.dot) }
        let chains: [ChainRow] = try connection.rows(
            """
            SELECT set_num, replica, counter, hash, epoch, sum FROM chain WHERE set_num = ?
            """, numberValue)
        for row in chains { try twin.putHead(row.head, of: row.replica) }
        let states: [EntityStateRow] = try connection.rows(
            "SELECT set_num, id, state, sum FROM entity WHERE set_num = ?", numberValue)
        for row in states { try twin.put(row.state, of: row.id, .confirmed) }
        let tokens: [EntityTokenRow] = try connection.rows(
            "SELECT set_num, entity, identity, dot, sum FROM token WHERE set_num = ?", numberValue)
        for row in tokens { _ = try twin.add(row.token, to: row.entity, .confirmed) }
        twin.contentHash = contentHash
    }
}
