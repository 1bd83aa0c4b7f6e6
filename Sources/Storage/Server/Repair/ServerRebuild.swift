internal import AnnotationModel
internal import CRDT
internal import Octets
internal import Replication
internal import SQLite
internal import SyncEngine
internal import WireFormat

/// Works a set of a server out anew from its log, which is whole.
struct ServerRebuild {
    private let connection: ServerConnection
    private let epoch: Octets16
    /// Records after which what is held is written.
    private static let stretch: UInt64 = 256

    init(_ connection: ServerConnection, epoch: Octets16) {
        self.connection = connection
        self.epoch = epoch
    }

    func run(_ id: SetID) throws {
        let transaction = try ServerTransaction(
            connection, isReadOnly: false, randomness: NoRandomness())
        guard let set = try transaction.serverSet(id) else { return }
        let epochs = try forget(set)
        let merge = Merge(set, hashing: connection.hashing)
        var seq: UInt64 = 0
        while seq < set.end.seq {
            for record in try set.records(after: seq, octetsMax: 1 << 20).records {
                try replay(record, set, merge, epochs)
                seq = record.seq
                if seq % Self.stretch == 0 {
                    try set.flush()
                    set.states = [:]
                    set.ops = [:]
                }
            }
        }
        try writeRoles(of: set)
        try transaction.finish()
        connection.cache = ServerCache()
    }

    /// Removes all that follows from the log; returns in which epoch each replica began.
    private func forget(_ set: ServerSet) throws -> [ReplicaID: Octets16] {
        let chains: [ChainRow] = try connection.rows(
            "SELECT set_num, replica, counter, hash, epoch, sum FROM chain WHERE set_num = ?",
            set.numberValue)
        let statements: [StaticString] = [
            "DELETE FROM op WHERE set_num = ?", "DELETE FROM again WHERE set_num = ?",
            "DELETE FROM entity WHERE set_num = ?", "DELETE FROM token WHERE set_num = ?",
            "DELETE FROM chain WHERE set_num = ?",
        ]
        for sql in statements { try connection.database.execute(sql, set.numberValue) }
        set.hot.row.again = 0
        set.contentHash = 0
        set.hot.heads = [:]
        set.hot.tops = [:]
        return Dictionary(
            chains.map { ($0.replica, $0.head.epoch) }, uniquingKeysWith: { one, _ in one })
    }

    private func replay(
        _ record: Record, _ set: ServerSet, _ merge: Merge, _ epochs: [ReplicaID: Octets16]
    ) throws {
        let bundle = record.bundle
        let account = set.membership.replicas[bundle.replica]?.account ?? .none
        for (index, entry) in bundle.entries.enumerated() {
            let op = try merge.place(
                entry.op, at: bundle.dot(at: index), hash: entry.hash, author: account,
                verdict: record.mask[index])
            if op.verdict == .accepted {
                _ = try merge.accept(op)
            } else if case .refused = entry {
                try merge.refuse(op.withoutEntity)
            } else {
                try merge.refuse(op)
            }
        }
        try set.putHead(
            ChainHead(
                counter: bundle.last, hash: bundle.hash(connection.hashing),
                epoch: epochs[bundle.replica] ?? usualEpoch(epochs)),
            of: bundle.replica)
    }

    /// A chain's beginning is in no record. Where all others began in the server's present epoch it
    /// did, too; else the replica is told to go on under a new identity, which loses nothing.
    private func usualEpoch(_ epochs: [ReplicaID: Octets16]) -> Octets16 {
        epochs.values.allSatisfy { $0 == epoch } ? epoch : .zero
    }

    private func writeRoles(of set: ServerSet) throws {
        try connection.database.execute(
            "DELETE FROM role WHERE set_id = ?", .octets(set.id.octets))
        for (account, member) in set.membership.present {
            guard let role = member.role else { continue }
            try connection.put(
                RoleRow(account: account, set: set.id, role: role),
                "INSERT INTO role (account, set_id, role, sum) VALUES (?, ?, ?, ?)")
        }
    }
}

/// Nothing is given out anew where all is worked out again.
private struct NoRandomness: Randomness {
    func octets16() -> Octets16 { .zero }
}
