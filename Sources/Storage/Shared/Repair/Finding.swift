public import AnnotationModel

/// Something in a store that is not as it should be.
public struct Finding: Hashable, Sendable {
    /// What can be done about it.
    public enum Remedy: String, Hashable, Sendable, CaseIterable {
        /// The row's checksum tells which bit was changed.
        case checksum
        /// It follows from the log that the store keeps, and is worked out anew.
        case log
        /// The server has it, and what it sends can be proved.
        case server
        /// A backup has it, or a device that reads the set, and what it gives can be proved.
        case copy
        /// It is of no consequence for what the store holds, and is set right.
        case tidy
        /// Nobody else has it.
        case none
    }

    /// The set that it is in; nil if it is in none.
    public var set: SetID?
    /// The annotation or article that it is about; nil if that cannot be told.
    public var entity: EntityID?
    /// The table; nil if it is not about one.
    public var table: String?
    /// What tells the row apart; nil if it is not about one.
    public var row: String?
    /// What is wrong, a sentence without a full stop.
    public var what: String
    /// What can be done about it.
    public var remedy: Remedy
    /// What to type where nothing mends it of itself; nil for nothing.
    public var advice: String?
    /// Whether what it is about is an article, which people call by another alphabet.
    public var isArticle = false

    /// Takes the parts.
    public init(
        _ what: String, _ remedy: Remedy, set: SetID? = nil, entity: EntityID? = nil,
        table: String? = nil, row: String? = nil, advice: String? = nil
    ) {
        self.what = what
        self.remedy = remedy
        self.set = set
        self.entity = entity
        self.table = table
        self.row = row
        self.advice = advice
    }
}
