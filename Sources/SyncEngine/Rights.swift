public import Access
public import Replication

extension OpClass {
    /// What somebody does who writes an op of this class.
    public func action(isAuthor: Bool) -> Action {
        switch self {
        case .make: .annotate
        case .note: isAuthor ? .changeOwnNote : .changeOthersNote
        case .article: .changeArticle
        case .set: .changeSet
        }
    }
}
