internal import AnnotationModel
internal import CRDT
internal import Replication
internal import SQLite

extension ServerSet {
    func op(at dot: Dot) throws -> PlacedOp? {
        if let op = ops[dot] { return op }
        guard try dot.counter <= top(of: dot.replica) else { return nil }
        let row: OpRow? = try connection.first(
            """
            SELECT set_num, replica, counter, entity, body, sum FROM op
            WHERE set_num = ? AND replica = ? AND counter = ?
            """, numberValue, .octets(dot.replica.octets), .unsigned(dot.counter))
        if let row { ops[dot] = row.op }
        return row?.op
    }

    /// The largest counter of a replica's ops that are here: beyond it nothing is looked for.
    private func top(of replica: ReplicaID) throws -> UInt64 {
        if let top = hot.tops[replica] { return top }
        let top = try connection.database.firstInteger(
            "SELECT max(counter) FROM op WHERE set_num = ? AND replica = ?", numberValue,
            .octets(replica.octets))
        hot.tops[replica] = UInt64(clamping: top ?? 0)
        return hot.tops[replica] ?? 0
    }

    func put(_ op: PlacedOp) throws {
        let top = try top(of: op.dot.replica)
        try connection.put(
            OpRow(set: number, op: op),
            """
            INSERT INTO op (set_num, replica, counter, entity, body, sum) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (set_num, replica, counter) DO UPDATE SET
                entity = excluded.entity, body = excluded.body, sum = excluded.sum
            """)
        ops[op.dot] = op
        hot.tops[op.dot.replica] = max(top, op.dot.counter)
    }

    func ops(of entity: EntityID) throws -> [PlacedOp] {
        let rows: [OpRow] = try connection.rows(
            """
            SELECT set_num, replica, counter, entity, body, sum FROM op
            WHERE set_num = ? AND entity = ? ORDER BY num
            """, numberValue, .octets(entity.octets))
        return rows.map(\.op)
    }

    func acceptedAgain(_ identity: Identity) throws -> Dot? {
        guard hot.row.again > 0 else { return nil }
        let row: AgainRow? = try connection.first(
            "SELECT set_num, identity, dot, sum FROM again WHERE set_num = ? AND identity = ?",
            numberValue, .blob(identity.key))
        return row?.dot
    }

    func putAcceptedAgain(_ identity: Identity, as dot: Dot) throws {
        let isNew = try acceptedAgain(identity) == nil
        try connection.put(
            AgainRow(set: number, identity: identity, dot: dot),
            """
            INSERT INTO again (set_num, identity, dot, sum) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET dot = excluded.dot, sum = excluded.sum
            """)
        if isNew {
            hot.row.again += 1
            isChanged = true
        }
    }
}
