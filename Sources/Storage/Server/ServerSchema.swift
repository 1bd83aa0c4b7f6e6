internal import SQLite

/// The tables of a server's store; every row ends with a sum over the others of its columns.
enum ServerSchema {
    static let fileName = "server.db"

    static let schema = Schema(
        applicationID: 0x5074_5376, name: "a Postil server's store",
        migrations: [
            Migration(1, script: people + logs + content + blobs), Migration(2, script: losses),
            Migration(3, script: snapshots),
        ])

    private static let people = """
        CREATE TABLE server (
            one INTEGER PRIMARY KEY CHECK (one = 1), epoch BLOB NOT NULL, seed BLOB NOT NULL,
            sum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE account (
            id BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_admin INTEGER NOT NULL,
            is_disabled INTEGER NOT NULL, created INTEGER NOT NULL, sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE device (
            id BLOB PRIMARY KEY, account BLOB NOT NULL REFERENCES account (id),
            key BLOB NOT NULL UNIQUE, name TEXT NOT NULL, token BLOB NOT NULL UNIQUE,
            created INTEGER NOT NULL, last_seen INTEGER NOT NULL, is_revoked INTEGER NOT NULL,
            sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX device_account ON device (account);
        CREATE TABLE invite (
            code BLOB PRIMARY KEY, purpose INTEGER NOT NULL, subject BLOB NOT NULL,
            grant_level INTEGER NOT NULL, giver BLOB NOT NULL, expires INTEGER NOT NULL,
            uses_left INTEGER NOT NULL, sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE personal (
            account BLOB PRIMARY KEY, set_id BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE role (
            account BLOB, set_id BLOB, role INTEGER NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (account, set_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE audit (
            num INTEGER PRIMARY KEY, time INTEGER NOT NULL, action TEXT NOT NULL,
            doer BLOB NOT NULL, detail TEXT NOT NULL, sum INTEGER NOT NULL
        ) STRICT;

        """

    private static let logs = """
        CREATE TABLE peer_set (
            num INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, seq INTEGER NOT NULL,
            running BLOB NOT NULL, content BLOB NOT NULL, members INTEGER NOT NULL,
            members_hash BLOB NOT NULL, again INTEGER NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE member (
            set_num INTEGER, place INTEGER, entry BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (set_num, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE record (
            set_num INTEGER, seq INTEGER, running BLOB NOT NULL, replica BLOB NOT NULL,
            first INTEGER NOT NULL, bundle BLOB NOT NULL, body_sum INTEGER NOT NULL,
            sum INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (set_num, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX record_first ON record (set_num, replica, first);
        CREATE TABLE chain (
            set_num INTEGER, replica BLOB, counter INTEGER NOT NULL, hash BLOB NOT NULL,
            epoch BLOB NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (set_num, replica)
        ) STRICT, WITHOUT ROWID;

        """

    private static let content = """
        CREATE TABLE op (
            num INTEGER PRIMARY KEY, set_num INTEGER NOT NULL, replica BLOB NOT NULL,
            counter INTEGER NOT NULL, entity BLOB, body BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX op_dot ON op (set_num, replica, counter);
        CREATE INDEX op_entity ON op (set_num, entity);
        CREATE TABLE again (
            set_num INTEGER, identity BLOB, dot BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (set_num, identity)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE entity (
            set_num INTEGER, id BLOB, state BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (set_num, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE token (
            set_num INTEGER, entity BLOB, identity BLOB, dot BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (set_num, entity, identity)
        ) STRICT, WITHOUT ROWID;

        """

    private static let blobs = """
        CREATE TABLE blob (
            set_num INTEGER, hash BLOB, count INTEGER NOT NULL, present INTEGER NOT NULL,
            is_complete INTEGER NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (set_num, hash)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blob_part (
            set_num INTEGER, hash BLOB, start INTEGER, octets BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (set_num, hash, start)
        ) STRICT, WITHOUT ROWID;
        """

    private static let snapshots = """
        -- What stands for the records of a log up to a place, in parts, each up to `last`.
        CREATE TABLE snapshot (
            set_num INTEGER, last INTEGER, first INTEGER NOT NULL, running BLOB NOT NULL,
            body_sum INTEGER NOT NULL, sum INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (set_num, last)
        ) STRICT, WITHOUT ROWID;
        """

    private static let losses = """
        -- Sets of which the server has lost something since it was put back or begun anew; those
        -- that are held wait for an owner's device.
        CREATE TABLE loss (
            set_num INTEGER PRIMARY KEY, is_held INTEGER NOT NULL,
            is_founded_again INTEGER NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        """
}
