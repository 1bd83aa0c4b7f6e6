/// The server's routes, as both sides write them (Protocol/06-http.md).
public enum SyncRoute {
    /// Push and pull of all sets.
    public static let sync = "/v1/sync"
    /// Joining the server with an invite.
    public static let accounts = "/v1/accounts"
    /// The account and device of the token.
    public static let me = "/v1/me"
    /// The account's devices.
    public static let devices = "/v1/devices"
    /// Codes for further devices.
    public static let deviceCodes = "/v1/devices/codes"
    /// Ending the device's own log-in.
    public static let logout = "/v1/logout"
    /// Joining a set with a code.
    public static let joins = "/v1/joins"
    /// What the server is.
    public static let version = "/version"

    /// A set's members; `set` in hex.
    public static func members(_ set: String) -> String { "/v1/sets/\(set)/members" }
    /// One member of a set; both in hex.
    public static func member(_ set: String, _ account: String) -> String {
        "/v1/sets/\(set)/members/\(account)"
    }
    /// Invites into a set.
    public static func invites(_ set: String) -> String { "/v1/sets/\(set)/invites" }
    /// A blob of a set; both in hex.
    public static func blob(_ set: String, _ hash: String) -> String {
        "/v1/sets/\(set)/blobs/\(hash)"
    }

    /// Comparing a set's content; `set` in hex.
    public static func reconcile(_ set: String) -> String { "/v1/sets/\(set)/reconcile" }

    /// The media type of sync messages.
    public static let mediaType = "application/cbor"
}
