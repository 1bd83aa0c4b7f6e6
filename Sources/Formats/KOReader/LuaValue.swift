import JSON

/// A value of Lua as it stands in a file of data.
enum LuaValue {
    enum Key: Hashable {
        case number(Int)
        case name(String)
    }

    case none
    case bool(Bool)
    case number(Double)
    case string(String)
    /// The line on which the table begins, and what is in it, in the order of the file.
    case table(line: Int, entries: [(key: Key, value: LuaValue)])

    /// What a table holds under a name; of several the last, as in Lua.
    subscript(name: String) -> LuaValue? {
        guard case .table(_, let entries) = self else { return nil }
        return entries.last { $0.key == .name(name) }?.value
    }

    /// A string that is not empty, or a number as text.
    var text: String? {
        switch self {
        case .string(let text): TextParts.unlessEmpty(text)
        case .number(let number): Int(exactly: number).map { String($0) } ?? String(number)
        default: nil
        }
    }

    /// The same value in JSON: a table whose keys count from 1 becomes a list, another an object.
    var json: JSONValue {
        switch self {
        case .none: return .null
        case .bool(let bool): return .bool(bool)
        case .number(let number):
            return Int64(exactly: number).map { .int($0) } ?? .double(number)
        case .string(let text): return .string(text)
        case .table(_, let entries):
            let last = Self.last(entries)
            let isList = last.enumerated().allSatisfy { $1.key == .number($0 + 1) }
            if isList, !last.isEmpty { return .array(last.map(\.value.json)) }
            return .object(last.map { JSONValue.Member(Self.name($0.key), $0.value.json) })
        }
    }

    /// The entries as members of an object.
    static func members(_ entries: [(key: Key, value: LuaValue)]) -> [JSONValue.Member] {
        last(entries).map { JSONValue.Member(name($0.key), $0.value.json) }
    }

    /// Of several entries with one key the last.
    private static func last(
        _ entries: [(key: Key, value: LuaValue)]
    ) -> [(key: Key, value: LuaValue)] {
        var seen: Set<[UInt8]> = []
        return entries.reversed().filter { seen.insert(Array(name($0.key).utf8)).inserted }
            .reversed()
    }

    private static func name(_ key: Key) -> String {
        switch key {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }
}
