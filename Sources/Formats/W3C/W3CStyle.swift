import JSON

/// How a colour is said: a style class, and what it looks like (Web Annotation Data Model, 4.4).
enum W3CStyle {
    static let colours = ["yellow", "orange", "pink", "green", "blue", "purple"]

    /// The stylesheet of a colour.
    static func sheet(_ colour: String) -> JSONValue {
        .members([
            ("type", .string("CssStylesheet")),
            ("value", .string(".\(colour) { background: \(tint(colour)) }")),
        ])
    }

    private static func tint(_ colour: String) -> String {
        switch colour {
        case "orange": "#ffd8a8"
        case "pink": "#fcc2d7"
        case "green": "#b2f2bb"
        case "blue": "#a5d8ff"
        case "purple": "#d0bfff"
        default: "#fff3a3"
        }
    }
}
