import WireFormat

/// A CBOR item taken apart, so that it can be changed and still be one.
indirect enum Item {
    case unsigned(UInt64)
    case signed(Int64)
    case octets([UInt8])
    /// An octet string that holds an item.
    case nested(Item)
    case text(String)
    case array([Item])
    case bool(Bool)
    case null

    private static let depthMax = 16

    /// Takes apart octets that are one item and nothing else.
    init?(_ octets: [UInt8], depth: Int = 0) {
        var reader = CBORReader(octets)
        guard let item = try? Item(&reader, octets, depth), reader.remaining == 0 else {
            return nil
        }
        self = item
    }

    private init(
        _ reader: inout CBORReader, _ octets: [UInt8], _ depth: Int
    ) throws(DecodingFailure) {
        guard depth < Self.depthMax, reader.remaining > 0 else { throw .truncated }
        switch octets[octets.count - reader.remaining] >> 5 {
        case 0: self = .unsigned(try reader.unsigned())
        case 1: self = .signed(try reader.signed())
        case 2:
            let inner = try reader.bytes(limit: .max)
            let isArray = inner.count > 1 && inner[0] >> 5 == 4
            if isArray, let item = Item(inner, depth: depth + 1) {
                self = .nested(item)
            } else {
                self = .octets(inner)
            }
        case 3: self = .text(try reader.text(limit: .max))
        case 4:
            var items: [Item] = []
            for _ in 0..<(try reader.array(limit: .max)) {
                items.append(try Item(&reader, octets, depth + 1))
            }
            self = .array(items)
        default: self = reader.null() ? .null : .bool(try reader.bool())
        }
    }

    /// The octets of the item.
    var octets: [UInt8] {
        var writer = CBORWriter()
        write(to: &writer)
        return writer.octets
    }

    private func write(to writer: inout CBORWriter) {
        switch self {
        case .unsigned(let value): writer.write(value)
        case .signed(let value): writer.write(signed: value)
        case .octets(let value): writer.write(value)
        case .nested(let item): writer.write(item.octets)
        case .text(let value): writer.write(value)
        case .bool(let value): writer.write(value)
        case .null: writer.writeNull()
        case .array(let items):
            writer.writeArray(count: items.count)
            for item in items { item.write(to: &writer) }
        }
    }

    /// How many items it is, itself included.
    var count: Int {
        switch self {
        case .array(let items): items.reduce(1) { $0 + $1.count }
        case .nested(let item): 1 + item.count
        default: 1
        }
    }

    /// The item with its `index`th part, itself the first, as the closure changes it.
    func changed(at index: Int, _ change: (Item) -> Item) -> Item {
        if index == 0 { return change(self) }
        switch self {
        case .nested(let item): return .nested(item.changed(at: index - 1, change))
        case .array(var items):
            var left = index - 1
            for place in items.indices {
                let count = items[place].count
                if left < count {
                    items[place] = items[place].changed(at: left, change)
                    break
                }
                left -= count
            }
            return .array(items)
        default: return self
        }
    }
}
