/// Names a character of a region: the op that typed it, and its index among what that op typed.
struct CharacterKey: Hashable {
    /// Stands for the op of the text at the version before the region.
    static let base = -1
    /// The beginning as a left origin, the end as a right origin.
    static let none = CharacterKey(op: -2, index: 0)

    var op: Int
    var index: Int
}

/// Characters of one op that stand side by side and have shared everything that happened so far.
struct Stretch {
    let op: Int
    let start: Int
    var count: Int
    /// The left origin of the first character; the others' is the one before them.
    let left: CharacterKey
    /// The right origin of all of them.
    let right: CharacterKey
    /// At the version the region shows: 0 absent, 1 visible, more: deleted by one less than that
    /// many. A count, for two branches may delete the same and one of them be left.
    var state = 0
    /// Whether any op applied so far deletes it.
    var isGone = false
    /// The leaf that holds it.
    var leaf = 0
    var next = -1
    var previous = -1
    /// The last scan that passed over it.
    var scan = 0

    var first: CharacterKey { CharacterKey(op: op, index: start) }
    var last: CharacterKey { CharacterKey(op: op, index: start + count - 1) }
    var weight: StretchWeight {
        StretchWeight(shown: state == 1 ? count : 0, existing: state > 0 ? 1 : 0)
    }
}

/// What is summed up over stretches.
struct StretchWeight {
    /// Visible characters.
    var shown = 0
    /// Stretches that exist, deleted or not.
    var existing = 0

    static func += (left: inout Self, right: Self) {
        left.shown += right.shown
        left.existing += right.existing
    }

    static func - (left: Self, right: Self) -> Self {
        Self(shown: left.shown - right.shown, existing: left.existing - right.existing)
    }
}
