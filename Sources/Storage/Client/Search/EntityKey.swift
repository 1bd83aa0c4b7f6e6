/// What orders an annotation among others.
struct EntityKey: Comparable {
    /// The creation's stamp, as the table orders it.
    let stamp: Int64
    /// The dot of its first issue.
    let dot: [UInt8]
    /// The number of the copy that it lies in.
    let copy: Int64
    /// Its own.
    let number: Int64

    static func < (left: Self, right: Self) -> Bool {
        if left.stamp != right.stamp { return left.stamp < right.stamp }
        if left.dot != right.dot { return left.dot.lexicographicallyPrecedes(right.dot) }
        return (left.copy, left.number) < (right.copy, right.number)
    }
}
