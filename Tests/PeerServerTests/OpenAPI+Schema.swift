import Foundation
import JSON

/// As much of JSON Schema as the description uses, but an unlisted member is a fault.
extension OpenAPI {
    func faults(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        let schema = resolved(schema)
        if let choices = schema["oneOf"]?.array {
            let fitting = choices.count { faults(value, $0, place).isEmpty }
            return fitting == 1 ? [] : ["\(place) fits \(fitting) of \(choices.count) forms"]
        }
        var found: [String] = []
        if let const = schema["const"], const != value { found.append("\(place) is another") }
        if let list = schema["enum"]?.array, !list.contains(value) {
            found.append("\(place) is none of the list")
        }
        if let type = schema["type"], !Self.kinds(type).contains(Self.kind(value)) {
            found.append("\(place) is \(Self.kind(value))")
        }
        if let pattern = schema["pattern"]?.string, let text = value.string,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            found.append("\(place) has another form")
        }
        if let items = schema["items"] {
            found += (value.array ?? []).flatMap { faults($0, items, "an item of \(place)") }
        }
        guard let listed = schema["properties"] else { return found }
        for name in schema["required"]?.array ?? [] where value[name.string ?? ""] == nil {
            found.append("\(place) lacks \(name.string ?? "")")
        }
        for member in value.object ?? [] {
            if let part = listed[member.name] {
                found += faults(member.value, part, "\(place).\(member.name)")
            } else {
                found.append("\(place).\(member.name) is not listed")
            }
        }
        return found
    }

    private static func kinds(_ type: JSONValue) -> [String] {
        (type.array ?? [type]).compactMap(\.string)
    }

    private static func kind(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
