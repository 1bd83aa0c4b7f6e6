/// A dictionary that can be put back to what it was when a change began, at the price of what the
/// change replaced and not of the whole.
struct UndoableDictionary<Key: Hashable, Value> {
    private enum Former {
        case value(Value?, of: Key)
        case all([Key: Value])
    }

    private(set) var values: [Key: Value] = [:]
    private var former: [Former] = []
    private var isUndoable = false

    /// The value of a key.
    subscript(key: Key) -> Value? {
        get { values[key] }
        set {
            let old =
                newValue.map { values.updateValue($0, forKey: key) }
                ?? values.removeValue(forKey: key)
            if isUndoable { former.append(.value(old, of: key)) }
        }
    }

    /// Changes the value of a key in its place; one that is not there begins as `start`.
    mutating func change<Result>(
        _ key: Key, from start: @autoclosure () -> Value, _ body: (inout Value) -> Result
    ) -> Result {
        if isUndoable { former.append(.value(values[key], of: key)) }
        return body(&values[key, default: start()])
    }

    mutating func removeAll() {
        if isUndoable { former.append(.all(values)) }
        values = [:]
    }

    /// From now on what is replaced is kept.
    mutating func begin() { isUndoable = true }

    /// Forgets what was replaced.
    mutating func end() {
        isUndoable = false
        former.removeAll(keepingCapacity: true)
    }

    /// Makes everything what it was when the change began.
    mutating func undo() {
        for step in former.reversed() {
            switch step {
            case .value(let value, let key): values[key] = value
            case .all(let all): values = all
            }
        }
        end()
    }
}
