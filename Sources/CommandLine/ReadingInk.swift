/// What a stretch of a line looks like, and the only escape sequences the reading view writes.
struct ReadingInk: Equatable {
    var colour: ReadingColour?
    /// More than one highlight lies here.
    var isOverlap = false
    var isBold = false
    var isDim = false

    static let plain = ReadingInk()

    static let reset = "\u{1B}[0m"

    /// The sequence that changes to this look from any other.
    var sequence: String {
        var codes = ["0"]
        if isBold { codes.append("1") }
        if isDim { codes.append("2") }
        if isOverlap { codes.append("4") }
        if let colour { codes.append("38;5;16;48;5;\(colour.background)") }
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }

    /// The text in this look, and plain after it.
    func paint(_ text: String) -> String {
        self == .plain || text.isEmpty ? text : sequence + text + ReadingInk.reset
    }
}
