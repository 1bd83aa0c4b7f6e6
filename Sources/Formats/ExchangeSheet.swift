/// A work with its notes, as writers take it.
public struct ExchangeSheet: Equatable, Sendable {
    /// The work.
    public var work: ExchangeWork
    /// Its text in the version that the positions of the notes are in; nil if it is not held.
    public var text: String?
    /// Its notes: those on passages in reading order, then those on the whole, each followed by its
    /// answers, the oldest first.
    public var notes: [ExchangeNote]

    /// Takes the parts.
    public init(work: ExchangeWork, text: String? = nil, notes: [ExchangeNote]) {
        self.work = work
        self.text = text
        self.notes = notes
    }
}
