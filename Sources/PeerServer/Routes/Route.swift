import Access
public import HTTPMessage

/// Everything that can be asked of the server: one case for a path and method.
///
/// HEAD is answered wherever GET is.
public enum Route: String, CaseIterable, Sendable {
    /// Push and pull of all sets.
    case sync
    /// Joining the server with a code.
    case makeAccount = "make-account"
    /// The account and device of the token.
    case me
    /// The account's devices.
    case devices
    /// A code for a further device.
    case makeDeviceCode = "make-device-code"
    /// Shutting a device out.
    case revokeDevice = "revoke-device"
    /// Ending the device's own log-in.
    case logout
    /// A set's members.
    case members
    /// Changing a member's role, removing a member, leaving.
    case setMember = "set-member"
    /// A code for a set.
    case makeInvite = "make-invite"
    /// Joining a set with a code.
    case join
    /// A blob, or a range of it.
    case blob
    /// Sending a blob or a part of it.
    case putBlob = "put-blob"
    /// How the server's content of a set differs from a client's, and records it has lost.
    case reconcile
    /// Whether the program runs.
    case health
    /// Whether the store answers.
    case ready
    /// What the server is.
    case version
    /// Numbers for monitoring.
    case metrics

    /// The method.
    public var method: HTTPMethod {
        switch self {
        case .sync, .makeAccount, .makeDeviceCode, .logout, .makeInvite, .join, .reconcile: .post
        case .revokeDevice: .delete
        case .setMember, .putBlob: .put
        case .me, .devices, .members, .blob, .health, .ready, .version, .metrics: .get
        }
    }

    /// The path; words in braces stand for one segment each.
    public var path: String {
        switch self {
        case .sync: "/v1/sync"
        case .makeAccount: "/v1/accounts"
        case .me: "/v1/me"
        case .devices: "/v1/devices"
        case .makeDeviceCode: "/v1/devices/codes"
        case .revokeDevice: "/v1/devices/{device}"
        case .logout: "/v1/logout"
        case .members: "/v1/sets/{set}/members"
        case .setMember: "/v1/sets/{set}/members/{account}"
        case .makeInvite: "/v1/sets/{set}/invites"
        case .join: "/v1/joins"
        case .blob, .putBlob: "/v1/sets/{set}/blobs/{hash}"
        case .reconcile: "/v1/sets/{set}/reconcile"
        case .health: "/healthz"
        case .ready: "/readyz"
        case .version: "/version"
        case .metrics: "/metrics"
        }
    }

    /// Who may use it. Within `sync` each set and op is judged by itself (`SyncPeer`).
    public var scope: RouteScope {
        switch self {
        case .makeAccount, .health, .ready, .version, .metrics: .open
        case .sync, .me, .devices, .makeDeviceCode, .revokeDevice, .logout, .join: .account
        case .members: .set(.listMembers)
        case .setMember: .setOrSelf(.changeMembers, own: .leave)
        case .makeInvite: .set(.invite)
        case .blob, .reconcile: .set(.read)
        case .putBlob: .set(.changeArticle)
        }
    }
}
