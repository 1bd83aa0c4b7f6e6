/// The forms of the tables of a client's store, for reading rows and for checking them all.
enum ClientTable {
    static let setting = SealedTable("setting", key: 1, ["key": .text, "value": .blob])
    static let copy = SealedTable(
        "copy", key: 1,
        [
            "number": .integer, "id": .blob, "state": .blob, "content": .blob,
            "members": .integer, "members_hash": .blob,
        ])
    static let member = SealedTable(
        "member", key: 2, ["copy": .integer, "place": .integer, "octets": .blob])
    static let op = SealedTable(
        "op", key: 1,
        [
            "number": .integer, "copy": .integer, "replica": .blob, "counter": .integer,
            "entity": .blob, "author": .blob, "verdict": .integer, "first": .blob,
            "octets": .blob,
        ])
    static let again = SealedTable(
        "again", key: 2, ["copy": .integer, "first": .blob, "dot": .blob])
    static let entity = SealedTable(
        "entity", key: 1,
        [
            "number": .integer, "copy": .integer, "id": .blob, "class": .integer,
            "alive": .integer, "article": .blob, "parent": .blob, "stamp": .integer,
            "dot": .blob, "confirmed": .blob, "shown": .blob, "is_overridden": .integer,
            "body": .text, "heads": .blob,
        ])
    static let token = SealedTable(
        "token", key: 2,
        ["entity": .integer, "identity": .blob, "confirmed": .blob, "shown": .blob])
    static let outbox = SealedTable(
        "outbox", key: 1,
        ["number": .integer, "copy": .integer, "replica": .blob, "counter": .integer])
    static let sealed = SealedTable(
        "sealed", key: 1,
        ["number": .integer, "copy": .integer, "last": .integer, "octets": .blob])
    static let record = SealedTable(
        "record", key: 2, ["copy": .integer, "seq": .integer, "octets": .blob])
    static let head = SealedTable(
        "head", key: 2,
        [
            "copy": .integer, "replica": .blob, "counter": .integer, "hash": .blob,
            "epoch": .blob,
        ])
    static let blob = SealedTable("blob", key: 1, ["hash": .blob, "octets": .blob])
    static let blobPart = SealedTable(
        "blob_part", key: 2, ["hash": .blob, "place": .integer, "octets": .blob])
    static let want = SealedTable(
        "want", key: 3,
        ["copy": .integer, "hash": .blob, "entity": .blob, "count": .integer])
    static let drawer = SealedTable("drawer", key: 1, ["number": .integer, "item": .blob])
    static let mergeEvent = SealedTable(
        "merge_event", key: 1,
        ["number": .integer, "copy": .integer, "entity": .blob, "event": .blob])
    static let change = SealedTable(
        "change", key: 1,
        [
            "number": .integer, "milliseconds": .integer, "command": .text, "set_id": .blob,
            "ops": .blob, "undoes": .integer, "is_undone": .integer,
        ])
    static let writtenHere = SealedTable("written_here", key: 1, ["identity": .blob])
    static let alias = SealedTable("alias", key: 1, ["old": .blob, "new": .blob])

    static let lostRecord = SealedTable(
        "lost_record", key: 1,
        [
            "number": .integer, "copy": .integer, "bundle": .blob, "author": .blob,
            "fate": .integer, "octets": .blob,
        ])
    static let lostMember = SealedTable(
        "lost_member", key: 2, ["copy": .integer, "place": .integer, "octets": .blob])

    static let all = [
        setting, copy, member, op, again, entity, token, outbox, sealed, record, head, blob,
        blobPart, want, drawer, mergeEvent, change, writtenHere, alias, lostRecord, lostMember,
    ]
}
