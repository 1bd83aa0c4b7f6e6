/// Names of colours that other programs use.
enum ColourName {
    /// The nearest of the six colours of `ExchangeNote.colour`; nil for what is near none.
    static func nearest(_ name: String?) -> String? {
        switch name.map({ TextParts.trimmed($0).lowercased() }) {
        case "yellow": "yellow"
        case "orange": "orange"
        case "pink", "red", "magenta": "pink"
        case "green", "olive": "green"
        case "blue", "cyan": "blue"
        case "purple", "violet": "purple"
        default: nil
        }
    }
}
