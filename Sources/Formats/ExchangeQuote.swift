/// A passage of a work (Web Annotation Data Model, 4.2.4 and 4.2.5).
public struct ExchangeQuote: Hashable, Sendable {
    /// What the numbers of a position count.
    public enum Unit: Hashable, Sendable {
        /// Unicode code points, as in the Web Annotation Data Model.
        case codePoint
        /// UTF-16 code units, as in JavaScript.
        case utf16
    }

    /// A half-open range in the text of the work.
    public struct Position: Hashable, Sendable {
        /// The first unit.
        public var start: Int
        /// One behind the last unit.
        public var end: Int
        /// What the numbers count.
        public var unit: Unit

        /// Takes the parts.
        public init(start: Int, end: Int, unit: Unit) {
            self.start = start
            self.end = end
            self.unit = unit
        }
    }

    /// The words.
    public var exact: String
    /// Some of the text before them.
    public var prefix: String
    /// Some of the text behind them.
    public var suffix: String
    /// Where they are; nil if nobody says, or only in terms that hold for one program's layout.
    public var position: Position?
    /// The heading, chapter or page that they are under, for people; nil if nobody says.
    public var place: String?

    /// Takes the parts.
    public init(
        exact: String, prefix: String = "", suffix: String = "", position: Position? = nil,
        place: String? = nil
    ) {
        self.exact = exact
        self.prefix = prefix
        self.suffix = suffix
        self.position = position
        self.place = place
    }
}
