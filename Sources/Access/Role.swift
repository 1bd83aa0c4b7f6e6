/// What a member may do in a set; each role may do all that the ones before it may.
public enum Role: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    /// Reads.
    case reader = 1
    /// Annotates, replies, changes own notes.
    case commenter = 2
    /// Changes others' notes, adds and changes articles.
    case editor = 3
    /// Changes the set, its members and their roles.
    case owner = 4

    /// The role's name, as people type it.
    public var name: String {
        switch self {
        case .reader: "reader"
        case .commenter: "commenter"
        case .editor: "editor"
        case .owner: "owner"
        }
    }

    /// The role of this name; nil for any other word.
    public init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
        else { return nil }
        self = role
    }

    /// Compares by what may be done.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
