/// A dictionary that can be put back to what it was when a change began, at the price of what the
/// change replaced and not of the whole.
struct UndoableDictionary<Key: QuickHashable, Value> {
    private typealias Table = [QuickKey<Key>: Value]

    private enum Former {
        case value(Value?, of: QuickKey<Key>)
        case all(Table)
    }

    private var table: Table = [:]
    private var former: [Former] = []
    private var isUndoable = false

    /// The value of a key.
    subscript(key: Key) -> Value? {
        get { table[QuickKey(key: key)] }
        set {
            let key = QuickKey(key: key)
            let old: Value?
            if let newValue {
                old = table.updateValue(newValue, forKey: key)
            } else {
                old = table.removeValue(forKey: key)
            }
            if isUndoable { former.append(.value(old, of: key)) }
        }
    }

    var count: Int { table.count }

    // A loop, for a key path is looked up anew at each call.
    var keys: [Key] {
        var result: [Key] = []
        result.reserveCapacity(table.count)
        for key in table.keys { result.append(key.key) }
        return result
    }

    /// All keys and values, in no order.
    var pairs: [(key: Key, value: Value)] {
        var result: [(key: Key, value: Value)] = []
        result.reserveCapacity(table.count)
        for (key, value) in table { result.append((key.key, value)) }
        return result
    }

    /// Changes the value of a key in its place; one that is not there begins as `start`.
    mutating func change<Result>(
        _ key: Key, from start: @autoclosure () -> Value, _ body: (inout Value) -> Result
    ) -> Result {
        let key = QuickKey(key: key)
        if isUndoable { former.append(.value(table[key], of: key)) }
        return body(&table[key, default: start()])
    }

    mutating func removeAll() {
        if table.isEmpty { return }
        if isUndoable { former.append(.all(table)) }
        table = [:]
    }

    /// From now on what is replaced is kept.
    mutating func begin() { isUndoable = true }

    /// Forgets what was replaced.
    mutating func end() {
        isUndoable = false
        if !former.isEmpty { former.removeAll(keepingCapacity: true) }
    }

    /// Makes everything what it was when the change began.
    mutating func undo() {
        for step in former.reversed() {
            switch step {
            case .value(let value, let key): table[key] = value
            case .all(let all): table = all
            }
        }
        end()
    }
}

extension UndoableDictionary where Value: Equatable {
    /// Whether both have the same keys and values.
    func isSame(as other: UndoableDictionary) -> Bool { table == other.table }
}
