import MemoryStorage

/// Changes that leave an item an item: what gets past the reader and into the rules.
extension Mutator {
    /// One of the inputs with up to three of its parts changed; nil if it is no item. The first
    /// `prefix` octets are no part of the item.
    mutating func changedItem(among inputs: [[UInt8]], prefix: Int) -> [UInt8]? {
        let input = random.pick(inputs) ?? []
        guard var item = Item(Array(input.dropFirst(prefix))) else { return nil }
        for _ in 0...random.below(3) {
            let place = random.below(item.count)
            let other = random.once(in: 6) ? (random.pick(inputs) ?? []) : input
            let donor = Item(Array(other.dropFirst(prefix))) ?? .null
            var part = Item.null
            _ = donor.changed(at: random.below(donor.count)) {
                part = $0
                return $0
            }
            item = item.changed(at: place) { changed($0, part) }
        }
        return Array(input.prefix(prefix)) + item.octets
    }

    private mutating func changed(_ item: Item, _ part: Item) -> Item {
        if random.once(in: 12) { return part }
        if random.once(in: 40) { return .null }
        switch item {
        case .unsigned(let value): return .unsigned(changed(value))
        case .signed(let value):
            return .signed(Int64(bitPattern: changed(UInt64(bitPattern: value))))
        case .octets(let octets): return .octets(changed(octets))
        case .text(let text): return .text(changed(text))
        case .bool(let value): return .bool(!value)
        case .array(let items): return .array(changed(items, part))
        case .null: return part
        case .nested: return random.once(in: 2) ? .nested(part) : .octets(changed(item.octets))
        }
    }

    private mutating func changed(_ value: UInt64) -> UInt64 {
        switch random.below(4) {
        case 0: random.pick(Self.boundaries) ?? 0
        case 1: value &+ 1
        case 2: value == 0 ? 1 : value - 1
        default: value ^ 1 << UInt64(random.below(20))
        }
    }

    private mutating func changed(_ octets: [UInt8]) -> [UInt8] {
        guard !octets.isEmpty, !random.once(in: 8) else {
            return octets + [UInt8(truncatingIfNeeded: random.next())]
        }
        var octets = octets
        octets[random.below(octets.count)] ^= 1 << UInt8(random.below(8))
        return octets
    }

    private mutating func changed(_ text: String) -> String {
        let signs = Array(text.unicodeScalars)
        var view = String.UnicodeScalarView()
        let place = random.below(signs.count + 1)
        view.append(contentsOf: signs[..<place])
        if !random.once(in: 3) { view.append(contentsOf: piece().unicodeScalars) }
        view.append(contentsOf: signs[min(signs.count, place + random.below(3))...])
        return String(view)
    }

    private mutating func piece() -> String { random.pick(FuzzTexts.pieces) ?? "" }

    private mutating func changed(_ items: [Item], _ part: Item) -> [Item] {
        var items = items
        switch random.below(5) {
        case 0 where !items.isEmpty: items.remove(at: random.below(items.count))
        case 1 where !items.isEmpty:
            let place = random.below(items.count)
            let times = random.once(in: 20) ? 600 : 1
            items.insert(contentsOf: repeatElement(items[place], count: times), at: place)
        case 2 where !items.isEmpty:
            items.swapAt(random.below(items.count), random.below(items.count))
        case 3: items.insert(part, at: random.below(items.count + 1))
        default: items = random.once(in: 4) ? [] : items
        }
        return items
    }
}
