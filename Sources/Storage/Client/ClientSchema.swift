import SQLite

/// The tables of a client's store, version by version.
enum ClientSchema {
    /// "Post" in ASCII: marks the file as a client's store.
    static let applicationID: Int32 = 0x506f_7374

    static let schema = Schema(
        applicationID: applicationID, name: "a Postil store",
        migrations: [
            Migration(1, script: first), Migration(2, script: lost),
            Migration(3) {
                try $0.run(script: words)
                try WordIndex($0).fill()
            },
        ])

    private static let first = """
        CREATE TABLE setting (
            key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- One set; what lies in it names it by its number.
        CREATE TABLE copy (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, state BLOB NOT NULL,
            content BLOB NOT NULL, members INTEGER NOT NULL, members_hash BLOB NOT NULL,
            sum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE member (
            copy INTEGER NOT NULL, place INTEGER NOT NULL, octets BLOB NOT NULL,
            sum INTEGER NOT NULL, PRIMARY KEY (copy, place)
        ) STRICT, WITHOUT ROWID;

        -- Ops by ascending number come after all that they name. `first` is the first issue's
        -- identity where that is another dot's.
        CREATE TABLE op (
            number INTEGER PRIMARY KEY, copy INTEGER NOT NULL, replica BLOB NOT NULL,
            counter INTEGER NOT NULL, entity BLOB, author BLOB NOT NULL, verdict INTEGER NOT NULL,
            first BLOB, octets BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX op_dot ON op (copy, replica, counter);
        CREATE INDEX op_entity ON op (copy, entity, number) WHERE entity IS NOT NULL;
        CREATE INDEX op_pending ON op (copy, entity) WHERE verdict = 255;
        CREATE INDEX op_first ON op (copy, first) WHERE first IS NOT NULL;
        CREATE TABLE again (
            copy INTEGER NOT NULL, first BLOB NOT NULL, dot BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (copy, first)
        ) STRICT, WITHOUT ROWID;

        -- One packed row an entity. `shown` is NULL where nothing else is shown than is confirmed,
        -- and empty where nothing is shown. Class 1 is an article, 2 an annotation or a reply;
        -- class, alive, article, parent, stamp and dot are derived from what is shown.
        CREATE TABLE entity (
            number INTEGER PRIMARY KEY, copy INTEGER NOT NULL, id BLOB NOT NULL,
            class INTEGER NOT NULL, alive INTEGER NOT NULL, article BLOB, parent BLOB,
            stamp INTEGER NOT NULL, dot BLOB NOT NULL, confirmed BLOB, shown BLOB,
            is_overridden INTEGER NOT NULL, body TEXT, heads BLOB, sum INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX entity_id ON entity (copy, id);
        CREATE INDEX entity_class ON entity (copy, class, alive, stamp, dot);
        CREATE INDEX entity_article ON entity (copy, article, alive, stamp, dot)
            WHERE article IS NOT NULL;
        CREATE INDEX entity_parent ON entity (copy, parent, alive, stamp, dot)
            WHERE parent IS NOT NULL;
        CREATE INDEX entity_overridden ON entity (copy) WHERE is_overridden = 1;

        -- A token's dot in each layer: NULL where the layer has no such token, empty where the dot
        -- is the identity's.
        CREATE TABLE token (
            entity INTEGER NOT NULL, identity BLOB NOT NULL, confirmed BLOB, shown BLOB,
            sum INTEGER NOT NULL, PRIMARY KEY (entity, identity)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX token_differs ON token (entity) WHERE confirmed IS NOT shown;

        CREATE TABLE outbox (
            number INTEGER PRIMARY KEY, copy INTEGER NOT NULL, replica BLOB NOT NULL,
            counter INTEGER NOT NULL, sum INTEGER NOT NULL, UNIQUE (copy, replica, counter)
        ) STRICT;
        CREATE TABLE sealed (
            number INTEGER PRIMARY KEY, copy INTEGER NOT NULL, last INTEGER NOT NULL,
            octets BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE record (
            copy INTEGER NOT NULL, seq INTEGER NOT NULL, octets BLOB NOT NULL,
            sum INTEGER NOT NULL, PRIMARY KEY (copy, seq)
        ) STRICT;
        CREATE TABLE head (
            copy INTEGER NOT NULL, replica BLOB NOT NULL, counter INTEGER NOT NULL,
            hash BLOB NOT NULL, epoch BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (copy, replica)
        ) STRICT, WITHOUT ROWID;

        -- Texts and sources of articles by hash, the beginnings of some, and what is wanted.
        CREATE TABLE blob (
            hash BLOB PRIMARY KEY NOT NULL, octets BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE blob_part (
            hash BLOB NOT NULL, place INTEGER NOT NULL, octets BLOB NOT NULL,
            sum INTEGER NOT NULL, PRIMARY KEY (hash, place)
        ) STRICT;
        CREATE TABLE want (
            copy INTEGER NOT NULL, hash BLOB NOT NULL, entity BLOB NOT NULL,
            count INTEGER NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (copy, hash, entity)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX want_hash ON want (hash);

        CREATE TABLE drawer (
            number INTEGER PRIMARY KEY, item BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE merge_event (
            number INTEGER PRIMARY KEY, copy INTEGER NOT NULL, entity BLOB NOT NULL,
            event BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX merge_event_copy ON merge_event (copy, number);
        CREATE INDEX merge_event_entity ON merge_event (entity, number);
        CREATE TABLE change (
            number INTEGER PRIMARY KEY, milliseconds INTEGER NOT NULL, command TEXT NOT NULL,
            set_id BLOB NOT NULL, ops BLOB NOT NULL, undoes INTEGER, is_undone INTEGER NOT NULL,
            sum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE written_here (
            identity BLOB PRIMARY KEY NOT NULL, sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE alias (
            old BLOB PRIMARY KEY NOT NULL, new BLOB NOT NULL, sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let lost = """
        -- What a server had and lost, until it has it again; a record's fate is that of 09, 7.
        CREATE TABLE lost_record (
            number INTEGER PRIMARY KEY, copy INTEGER NOT NULL, bundle BLOB NOT NULL,
            author BLOB NOT NULL, fate INTEGER NOT NULL, octets BLOB NOT NULL,
            sum INTEGER NOT NULL, UNIQUE (copy, bundle)
        ) STRICT;
        CREATE TABLE lost_member (
            copy INTEGER NOT NULL, place INTEGER NOT NULL, octets BLOB NOT NULL,
            sum INTEGER NOT NULL, PRIMARY KEY (copy, place)
        ) STRICT, WITHOUT ROWID;
        """

    private static let words = """
        -- The words and marks of annotations, by the number of the entity. It holds no text, only
        -- which annotations have which words: what is taken out has to be told word by word.
        CREATE VIRTUAL TABLE word USING fts5(
            words, tokenize = 'ascii', content = '', columnsize = 0, detail = none
        );
        -- A view of it, for checks: each word with each annotation that has it.
        CREATE VIRTUAL TABLE word_instance USING fts5vocab('word', 'instance');
        """
}
