public import AnnotationModel

/// What names in a query stand for, as the store knows it.
public protocol QueryNames {
    /// The accounts that a name means in some set.
    func accounts(named name: String) throws -> [AccountID]
    /// The accounts in whose name in some set the words stand.
    func accounts(matching words: SearchPattern) throws -> [AccountID]
    /// The articles in whose address a part stands, in hex; nil if they are too many to be of use.
    func articles(withURL part: String) throws -> [String]?
}
