import Replication
import WireFormat

/// The shown values of an annotation's registers.
struct Registers {
    /// The colour; nil if nobody chose one.
    private(set) var colour: String?
    /// Whether the thread is closed.
    private(set) var isClosed = false
    /// Where it was attached to by hand.
    private(set) var anchor: AnchorPayload?
    /// The tags, each once, by ascending UTF-8 octets.
    private(set) var tags: [String] = []
    /// The registers with two live values that differ.
    private(set) var conflicts: [OpKind] = []

    init(_ state: EntityState) {
        if case .name(let name)? = Self.shown(.colour, state), !name.isEmpty { colour = name }
        if case .status(let closed)? = Self.shown(.status, state) { isClosed = closed }
        if case .anchor(let words)? = Self.shown(.reattach, state) { anchor = words }
        conflicts = Self.conflicts(state)
        var seen: Set<[UInt8]> = []
        for value in state.values(of: .tag) {
            guard seen.insert(value.payload).inserted,
                case .name(let name)? = try? Payload.decode(value.payload, of: .tag)
            else { continue }
            tags.append(name)
        }
        tags.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The shown value of a register.
    static func shown(_ register: OpKind, _ state: EntityState) -> Payload? {
        guard let value = state.values(of: register).first else { return nil }
        return try? Payload.decode(value.payload, of: value.kind)
    }

    /// The registers of an entity in which two live values differ.
    static func conflicts(_ state: EntityState) -> [OpKind] {
        [OpKind.colour, .status, .title, .reattach, .setName].filter { register in
            let values = state.values(of: register).map { Self.words($0) }
            return values.dropFirst().contains { $0 != values[0] }
        }
    }

    /// What a value says, so that a title given at creation equals the same title given later.
    private static func words(_ value: EntityState.Value) -> [UInt8] {
        if case .article(let article)? = try? Payload.decode(value.payload, of: value.kind) {
            return Payload.name(article.title).encoded()
        }
        return value.payload
    }
}
