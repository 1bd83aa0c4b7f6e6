import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite
import SyncEngine
import WireFormat

extension ClientCopy {
    func entity(_ id: EntityID, _ layer: Layer) throws -> EntityState? {
        try entry(id).state(layer)
    }

    func put(_ state: EntityState, of id: EntityID, _ layer: Layer) throws {
        try transaction.requireWriting()
        try entry(id).put(state, layer)
    }

    func text(of entity: EntityID) throws -> BodyText? { try entry(entity).text }

    func putText(_ text: BodyText?, of entity: EntityID) throws {
        try transaction.requireWriting()
        let entry = try entry(entity)
        entry.text = text
        entry.isDirty = true
    }

    func resetShown() throws -> [EntityID] {
        try transaction.requireWriting()
        var ids = entries.values.filter(\.isOverridden).map(\.id)
        try transaction.rows(
            ClientTable.entity, "SELECT * FROM entity WHERE copy = ? AND is_overridden = 1", number
        ) { row in
            let entry = try entry(row)
            if entries[entry.id] == nil {
                entries[entry.id] = entry
                ids.append(entry.id)
            }
        }
        for id in ids {
            let entry = try entry(id)
            try resetTokens(of: entry)
            entry.reset()
        }
        return ids.sorted()
    }

    /// The entity as this transaction works on it.
    func entry(_ id: EntityID) throws -> EntityEntry {
        if let entry = entries[id] { return entry }
        try transaction.requireOpen()
        if entries.count >= Self.heldMax {
            try flush()
            entries = [:]
        }
        let row = try transaction.row(
            ClientTable.entity, "SELECT * FROM entity WHERE copy = ? AND id = ?", number,
            .blob(id.octets.octets))
        let entry: EntityEntry
        if let row {
            entry = try self.entry(row)
        } else {
            entry = EntityEntry(id: id, number: try transaction.nextNumber(ClientTable.entity))
        }
        entries[id] = entry
        return entry
    }

    private func entry(_ row: SealedRow) throws -> EntityEntry {
        try transaction.entry(row)
    }

    /// Writes the entities that were changed into their table.
    func flush() throws {
        let dirty = entries.values.filter(\.isDirty)
        for entry in dirty.sorted(by: { $0.number < $1.number }) { try write(entry) }
    }

    private func write(_ entry: EntityEntry) throws {
        let derived = try derived(entry)
        let confirmed = Value(entry.confirmed?.encoded())
        var shown = Value.null
        if case .other(let state) = entry.other { shown = .blob(state?.encoded() ?? []) }
        try transaction.insert(
            ClientTable.entity,
            entry.kept == derived ? Self.updateContent : Self.upsert,
            .integer(entry.number), number, .blob(entry.id.octets.octets),
            .integer(derived.entityClass), .integer(derived.alive), Value(derived.article),
            Value(derived.parent), .integer(derived.stamp), .blob(derived.dot), confirmed, shown,
            .integer(entry.isOverridden ? 1 : 0), Value(entry.text?.text),
            Value(entry.text.map { Identity.joined($0.heads) }))
        if let indexed = entry.indexed {
            try transaction.index.change(entry.number, from: indexed.text, to: entry.document)
        }
        entry.noteWritten(as: derived)
        if derived.entityClass == EntityClass.article { try want(entry) }
    }

    /// Leaves the columns alone that indexes are over.
    private static let updateContent: StaticString = """
        UPDATE entity SET confirmed = ?10, shown = ?11, is_overridden = ?12, body = ?13,
            heads = ?14, sum = ?15
        WHERE number = ?1
        """

    private static let upsert: StaticString = """
        INSERT INTO entity VALUES
            (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (number) DO UPDATE SET
            class = ?4, alive = ?5, article = ?6, parent = ?7, stamp = ?8, dot = ?9,
            confirmed = ?10, shown = ?11, is_overridden = ?12, body = ?13, heads = ?14, sum = ?15
        """

    private func derived(_ entry: EntityEntry) throws -> EntityEntry.Derived {
        var derived = EntityEntry.Derived()
        derived.alive = try isAlive(entry) ? 1 : 0
        guard let creation = entry.shown?.creation else { return derived }
        switch creation.kind.opClass {
        case .article: derived.entityClass = EntityClass.article
        case .make: derived.entityClass = EntityClass.annotation
        default: break
        }
        derived.article = creation.article?.octets.octets
        derived.parent = creation.parent?.octets.octets
        derived.stamp = Int64(orderOf: creation.stamp)
        derived.dot = creation.identity.dot.key
        return derived
    }
}

/// The numbers in the table of entities.
enum EntityClass {
    static let article: Int64 = 1
    static let annotation: Int64 = 2
}

extension Int64 {
    /// A number that is ordered as the timestamp is; stamps come from outside and may be any.
    init(orderOf stamp: HybridTimestamp) {
        self.init(bitPattern: stamp.bits ^ 1 << 63)
    }
}

extension ClientTransaction {
    /// An entity as its row has it.
    func entry(_ row: SealedRow) throws -> EntityEntry {
        do {
            guard let id = Octets16(row.blob(2)) else { throw DecodingFailure.wrongType }
            return EntityEntry(
                id: EntityID(id), number: row.integer(0), kept: derived(row),
                confirmed: try row.optionalBlob(9).map { try EntityState.decode($0) },
                other: try shown(row.optionalBlob(10)), isOverridden: row.integer(11) != 0,
                text: try text(row))
        } catch is DecodingFailure {
            throw damaged(ClientTable.entity, row)
        }
    }

    private func derived(_ row: SealedRow) -> EntityEntry.Derived {
        EntityEntry.Derived(
            entityClass: row.integer(3), alive: row.integer(4), article: row.optionalBlob(5),
            parent: row.optionalBlob(6), stamp: row.integer(7), dot: row.blob(8))
    }

    private func shown(_ octets: [UInt8]?) throws(DecodingFailure) -> EntityEntry.Shown {
        guard let octets else { return .same }
        return .other(octets.isEmpty ? nil : try EntityState.decode(octets))
    }

    private func text(_ row: SealedRow) throws(DecodingFailure) -> BodyText? {
        guard let text = row.optionalText(12) else { return nil }
        guard let heads = Identity.separated(row.blob(13)) else { throw .wrongType }
        return BodyText(text: text, heads: heads)
    }
}
