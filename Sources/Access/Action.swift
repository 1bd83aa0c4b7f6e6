/// Something a person wants to do in a set (Protocol/07-access.md).
public enum Action: Hashable, Sendable, CaseIterable {
    /// Read the set, its articles and notes.
    case read
    /// Make an annotation or a reply.
    case annotate
    /// Change an annotation that one has made.
    case changeOwnNote
    /// Change an annotation that somebody else has made.
    case changeOthersNote
    /// Add, change or delete an article.
    case changeArticle
    /// Change the set's own properties.
    case changeSet
    /// See who the members are.
    case listMembers
    /// Invite somebody.
    case invite
    /// Change a member's role, or remove a member.
    case changeMembers
    /// Leave the set.
    case leave
}
