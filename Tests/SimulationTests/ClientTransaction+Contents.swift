import AnnotationModel
import CRDT
import Octets
import Replication
import SyncEngine
import WireFormat

@testable import MemoryStorage
@testable import Storage

extension ClientTransaction {
    /// All that is in the store, row by row, as a store in memory has it.
    func contents(_ hashing: any Hashing) throws -> MemoryReplicaStore {
        let result = MemoryReplicaStore(replica: replica, hashing)
        result.account = account
        result.clock = clock
        for (_, item) in try drawer() { try result.append(item) }
        try rows(ClientTable.writtenHere, "SELECT * FROM written_here") { row in
            guard let identity = Identity(key: row.blob(0)) else {
                throw damaged(ClientTable.writtenHere, row)
            }
            try result.putWrittenHere(identity)
        }
        try rows(ClientTable.alias, "SELECT * FROM alias") { row in
            guard let old = Octets16(row.blob(0)), let new = Octets16(row.blob(1)) else {
                throw damaged(ClientTable.alias, row)
            }
            try result.putAlias(EntityID(old), for: EntityID(new))
        }
        for set in try sets() {
            guard let copy = try clientCopy(of: set),
                let twin = try result.makeCopy(of: set, copy.state) as? MemoryCopy
            else { continue }
            try copy.fill(twin, hashing)
        }
        return result
    }
}

extension ClientCopy {
    fileprivate func fill(_ twin: MemoryCopy, _ hashing: any Hashing) throws {
        twin.own.membership = membership
        try transaction.rows(
            ClientTable.record, "SELECT * FROM record WHERE copy = ? ORDER BY seq", number
        ) { row in
            let record = try Record.decode(row.blob(2), hashing, mayLackSignature: true)
            guard row.integer(1) == Int64(record.seq) else {
                throw transaction.damaged(ClientTable.record, row)
            }
            try twin.append(record)
        }
        try transaction.rows(
            ClientTable.op, "SELECT * FROM op WHERE copy = ? ORDER BY number", number
        ) { try twin.put(PlacedOp.decode($0.blob(8))) }
        try transaction.rows(ClientTable.again, "SELECT * FROM again WHERE copy = ?", number) {
            row in
            guard let identity = Identity(key: row.blob(1)), let dot = Dot(key: row.blob(2)) else {
                throw transaction.damaged(ClientTable.again, row)
            }
            try twin.putAcceptedAgain(identity, as: dot)
        }
        try transaction.rows(ClientTable.head, "SELECT * FROM head WHERE copy = ?", number) {
            row in
            guard let replica = Octets16(row.blob(1)),
                let head = try head(of: ReplicaID(replica))
            else { throw transaction.damaged(ClientTable.head, row) }
            try twin.putHead(head, of: ReplicaID(replica))
        }
        let events = try transaction.mergeEvents(set: id, entity: nil, limit: .max)
        for event in events.reversed() { try twin.append(event) }
        for dot in try outbox() { try twin.appendToOutbox(dot) }
        for bundle in try sealed() { try twin.appendSealed(bundle) }
        for lost in try lostRecords() { try twin.putLost(lost) }
        try twin.putLostMembers(try lostMembers())
        try fillEntities(twin)
        twin.contentHash = contentHash
    }

    private func fillEntities(_ twin: MemoryCopy) throws {
        var found: [EntityEntry] = []
        try transaction.rows(
            ClientTable.entity, "SELECT * FROM entity WHERE copy = ? ORDER BY id", number
        ) { found.append(try transaction.entry($0)) }
        for entry in found {
            let confirmed = MemoryContent.Layered(
                state: try entity(entry.id, .confirmed),
                tokens: try tokens(of: entry.id, .confirmed))
            if confirmed != MemoryContent.Layered() { twin.content.confirmed[entry.id] = confirmed }
            if entry.isOverridden {
                twin.content.shown[entry.id] = MemoryContent.Layered(
                    state: try entity(entry.id, .shown), tokens: try tokens(of: entry.id, .shown))
            }
            try twin.putText(entry.text, of: entry.id)
        }
    }
}

extension ClientCopy: ListedCopy {
    func entities(_ layer: Layer) throws -> [EntityID] {
        try flush()
        var found: [EntityEntry] = []
        try transaction.rows(
            ClientTable.entity, "SELECT * FROM entity WHERE copy = ? ORDER BY id", number
        ) { found.append(try transaction.entry($0)) }
        return try found.map(\.id).filter {
            try entity($0, layer) != nil || hasToken($0, layer)
        }
    }

    func standing(_ identity: Identity) throws -> PlacedOp? {
        try op(with: identity).flatMap { $0.verdict.isRefusal ? nil : $0 }
    }
}
