/// What may stand where a word is being typed.
public struct Completion: Sendable, Equatable {
    /// A word of the table itself, and what it does.
    public struct Word: Sendable, Equatable {
        /// The word.
        public let text: String
        /// What it does, in a few words.
        public let says: String

        /// Joins a word and its meaning.
        public init(_ text: String, _ says: String = "") {
            self.text = text
            self.says = says
        }
    }

    /// Commands, topics and flags that begin as the typed word does.
    public let words: [Word]
    /// What a value here is, as the table names it, such as `SET`; nil if no value can stand here.
    public let place: String?
    /// What is typed of the value.
    public let typed: String
    /// What stands before the value in the same word, such as `--set=`.
    public let lead: String
    /// How many values stand before it in places of their own.
    public let index: Int

    init(_ words: [Word], place: String?, typed: String, lead: String = "", index: Int = 0) {
        self.words = words.filter { $0.text.utf8.starts(with: typed.utf8) }
        self.place = place
        self.typed = typed
        self.lead = lead
        self.index = index
    }
}
