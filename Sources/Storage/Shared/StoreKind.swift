/// Whose a store is; what helps a damaged one depends on it.
enum StoreKind: Sendable {
    /// A replica's.
    case client
    /// A server's.
    case server

    /// The command that looks at a damaged store and mends it.
    var care: String {
        switch self {
        case .client: "postil doctor --repair"
        case .server: "postil-server admin check --repair"
        }
    }
}
