/// The one table of who may do what: the server asks it on arrival, the client before an offline
/// write.
public enum Policy {
    /// The least role that may do each action (Protocol/07-access.md).
    public static func leastRole(for action: Action) -> Role {
        switch action {
        case .read, .listMembers, .leave: .reader
        case .annotate, .changeOwnNote: .commenter
        case .changeOthersNote, .changeArticle: .editor
        case .changeSet, .invite, .changeMembers: .owner
        }
    }

    /// Whether somebody with this role may do the action; nil stands for somebody who is no member.
    public static func can(_ role: Role?, _ action: Action) -> Bool {
        guard let role else { return false }
        return role >= leastRole(for: action)
    }
}
