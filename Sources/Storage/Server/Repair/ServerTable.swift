/// The forms of the tables of a server's store, for carrying their rows over.
enum ServerTable {
    static let server = SealedTable(
        "server", key: 1, ["epoch": .blob, "seed": .blob], unsealed: ["one": .integer])
    static let account = SealedTable(
        "account", key: 1,
        [
            "id": .blob, "name": .text, "is_admin": .integer, "is_disabled": .integer,
            "created": .integer,
        ])
    static let device = SealedTable(
        "device", key: 1,
        [
            "id": .blob, "account": .blob, "key": .blob, "name": .text, "token": .blob,
            "created": .integer, "last_seen": .integer, "is_revoked": .integer,
        ])
    static let invite = SealedTable(
        "invite", key: 1,
        [
            "code": .blob, "purpose": .integer, "subject": .blob, "grant_level": .integer,
            "giver": .blob, "expires": .integer, "uses_left": .integer,
        ])
    static let personal = SealedTable("personal", key: 1, ["account": .blob, "set_id": .blob])
    static let role = SealedTable(
        "role", key: 2, ["account": .blob, "set_id": .blob, "role": .integer])
    static let audit = SealedTable(
        "audit", key: 1, ["time": .integer, "action": .text, "doer": .blob, "detail": .text],
        unsealed: ["num": .integer])
    static let set = SealedTable(
        "peer_set", key: 1,
        [
            "num": .integer, "id": .blob, "seq": .integer, "running": .blob, "content": .blob,
            "members": .integer, "members_hash": .blob, "again": .integer,
        ])
    static let loss = SealedTable(
        "loss", key: 1, ["set_num": .integer, "is_held": .integer, "is_founded_again": .integer])
    static let member = SealedTable(
        "member", key: 2, ["set_num": .integer, "place": .integer, "entry": .blob])
    static let record = SealedTable(
        "record", key: 2,
        [
            "set_num": .integer, "seq": .integer, "running": .blob, "replica": .blob,
            "first": .integer, "bundle": .blob, "body_sum": .integer,
        ], unsealed: ["body": .blob])
    static let snapshot = SealedTable(
        "snapshot", key: 2,
        [
            "set_num": .integer, "last": .integer, "first": .integer, "running": .blob,
            "body_sum": .integer,
        ], unsealed: ["body": .blob])
    static let chain = SealedTable(
        "chain", key: 2,
        [
            "set_num": .integer, "replica": .blob, "counter": .integer, "hash": .blob,
            "epoch": .blob,
        ])
    static let op = SealedTable(
        "op", key: 3,
        [
            "set_num": .integer, "replica": .blob, "counter": .integer, "entity": .blob,
            "body": .blob,
        ], unsealed: ["num": .integer])
    static let again = SealedTable(
        "again", key: 2, ["set_num": .integer, "identity": .blob, "dot": .blob])
    static let entity = SealedTable(
        "entity", key: 2, ["set_num": .integer, "id": .blob, "state": .blob])
    static let token = SealedTable(
        "token", key: 3,
        ["set_num": .integer, "entity": .blob, "identity": .blob, "dot": .blob])
    static let blob = SealedTable(
        "blob", key: 2,
        [
            "set_num": .integer, "hash": .blob, "count": .integer, "present": .integer,
            "is_complete": .integer,
        ])
    static let blobPart = SealedTable(
        "blob_part", key: 3,
        ["set_num": .integer, "hash": .blob, "start": .integer, "octets": .blob])

    /// All tables, each after those that it refers to.
    static let all = [
        server, account, device, invite, personal, role, audit, set, loss, member, record,
        snapshot, chain, op, again, entity, token, blob, blobPart,
    ]
    /// What follows from the logs, with the columns that are compared beside the key.
    static let derived = [op, again, entity, token, chain]
}
