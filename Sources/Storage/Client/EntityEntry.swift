import AnnotationModel
import CRDT
import Replication
import SyncEngine

/// An entity's row while a transaction works on it.
///
/// A class, because the copy that holds it and who changes it share it.
final class EntityEntry {
    /// What is shown of an entity that own ops have changed, apart from its tokens.
    enum Shown {
        /// What is confirmed.
        case same
        /// Something else; nil is nothing.
        case other(EntityState?)
    }

    /// What the index of words holds; nothing of what is no annotation.
    struct Indexed {
        let text: String?
    }

    /// What queries find a row by.
    struct Derived: Equatable {
        var entityClass: Int64 = 0
        var alive: Int64 = 0
        var article: [UInt8]?
        var parent: [UInt8]?
        var stamp: Int64 = 0
        var dot: [UInt8] = []
    }

    let id: EntityID
    let number: Int64
    /// What the row in the table has; nil if there is no row.
    var kept: Derived?
    /// The creations that the table of wanted blobs knows of.
    var knownCreations: [Identity] = []
    private(set) var confirmed: EntityState?
    private(set) var other = Shown.same
    var isOverridden = false
    /// Whether a token is shown; nil if that has to be looked up.
    var isAlive: Bool?
    var text: BodyText? { willSet { noteChange() } }
    var isDirty = false
    /// What the index of words holds of it, from before the first change that the table does not
    /// have; nil if there is no such change.
    private(set) var indexed: Indexed?

    /// An entity that has no row yet.
    init(id: EntityID, number: Int64) {
        self.id = id
        self.number = number
        isAlive = false
    }

    /// An entity as its row has it.
    init(
        id: EntityID, number: Int64, kept: Derived, confirmed: EntityState?, other: Shown,
        isOverridden: Bool, text: BodyText?
    ) {
        self.id = id
        self.number = number
        self.kept = kept
        self.confirmed = confirmed
        self.other = other
        self.isOverridden = isOverridden
        self.text = text
        isAlive = kept.alive != 0
        knownCreations = shown?.creations.map(\.identity) ?? []
    }

    /// The shown state; nil if there is none.
    var shown: EntityState? {
        if case .other(let state) = other { state } else { confirmed }
    }

    func state(_ layer: Layer) -> EntityState? {
        layer == .confirmed ? confirmed : shown
    }

    /// What the index of words has to hold.
    var document: String? { SearchDocument(shown, body: text?.text)?.text }

    private func noteChange() {
        if indexed == nil { indexed = Indexed(text: kept == nil ? nil : document) }
    }

    /// Says that table and index have what this has.
    func noteWritten(as derived: Derived) {
        kept = derived
        isDirty = false
        indexed = nil
    }

    func put(_ state: EntityState, _ layer: Layer) {
        noteChange()
        isDirty = true
        switch layer {
        case .confirmed:
            // What is shown stays until it is made anew.
            if isOverridden, case .same = other { other = .other(confirmed) }
            confirmed = state
        case .shown:
            isOverridden = true
            other = .other(state)
        }
    }

    /// Shows what is confirmed.
    func reset() {
        noteChange()
        isDirty = true
        isOverridden = false
        other = .same
        isAlive = nil
    }
}
