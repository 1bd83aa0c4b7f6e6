/// One symbol of a rateless code over a set of items: the sum of the items that are mapped to its
/// place (Protocol/05-sync.md, 10; Yang, Gilad, Alizadeh: Practical Rateless Set Reconciliation,
/// SIGCOMM 2024).
///
/// All arithmetic wraps: a symbol may come from outside and hold anything.
public struct CodedSymbol: Hashable, Sendable {
    /// The exclusive or of the items.
    public var items: UInt64
    /// The exclusive or of the items' check sums.
    public var checks: UInt32
    /// How many items there are; less than zero where more were taken away than put in.
    public var count: Int64

    /// Takes the parts.
    public init(items: UInt64 = 0, checks: UInt32 = 0, count: Int64 = 0) {
        self.items = items
        self.checks = checks
        self.count = count
    }

    /// Whether no item is in it.
    public var isEmpty: Bool { items == 0 && checks == 0 && count == 0 }

    /// The symbol of all items of the one that are not in the other, and the other way round.
    public func subtracting(_ other: CodedSymbol) -> CodedSymbol {
        CodedSymbol(
            items: items ^ other.items, checks: checks ^ other.checks, count: count &- other.count)
    }

    mutating func toggle(_ item: UInt64, check: UInt32, by sign: Int64) {
        items ^= item
        checks ^= check
        count = count &+ sign
    }
}
