/// An array that can be put back to what it was when a change began; appending costs no copy.
struct UndoableArray<Element> {
    private(set) var values: [Element] = []
    private var countBefore: Int?
    /// All that was there, if something else was done than to append.
    private var former: [Element]?

    mutating func append(_ element: Element) { values.append(element) }

    /// Puts other elements in the place of all.
    mutating func replace(with elements: [Element]) {
        if let countBefore, former == nil { former = Array(values.prefix(countBefore)) }
        values = elements
    }

    /// From now on what is replaced is kept.
    mutating func begin() { countBefore = values.count }

    /// Forgets what was replaced.
    mutating func end() {
        countBefore = nil
        former = nil
    }

    /// Makes everything what it was when the change began.
    mutating func undo() {
        if let former {
            values = former
        } else if let countBefore {
            values.removeLast(values.count - countBefore)
        }
        end()
    }
}
