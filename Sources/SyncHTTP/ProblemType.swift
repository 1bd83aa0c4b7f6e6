/// The registered types of error answers (RFC 9457; Protocol/08-problems.md).
public enum ProblemType: String, Hashable, Sendable, CaseIterable {
    /// The request's form is wrong.
    case malformed
    /// No token, or one that is not valid any more.
    case loginNeeded = "login-needed"
    /// The account may not do this.
    case notAllowed = "not-allowed"
    /// There is no such thing, or the account may not know of it.
    case notFound = "not-found"
    /// The method is not one of the route's.
    case methodNotAllowed = "method-not-allowed"
    /// The membership log is not the one the command was made over.
    case membersChanged = "members-changed"
    /// The set waits, since the server was put back, for a device of an owner.
    case setHeld = "set-held"
    /// The name is taken.
    case nameTaken = "name-taken"
    /// Another device has the key.
    case keyTaken = "key-taken"
    /// The invite or code is unknown, used up or too old.
    case inviteInvalid = "invite-invalid"
    /// The last owner cannot leave or be lowered.
    case lastOwner = "last-owner"
    /// A part of a blob does not follow what is there.
    case blobGap = "blob-gap"
    /// A blob does not hash to its name.
    case blobMismatch = "blob-mismatch"
    /// The body is too large.
    case tooLarge = "too-large"
    /// The server speaks another version of the protocol.
    case versionMismatch = "version-mismatch"
    /// Too many tries.
    case tooMany = "too-many"
    /// The server has no room.
    case storageFull = "storage-full"
    /// The server is busy; the same request may work later.
    case busy
    /// Something is wrong in the server.
    case internalError = "internal-error"

    /// The status of answers of this type.
    public var status: Int {
        switch self {
        case .malformed: 400
        case .loginNeeded: 401
        case .notAllowed: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .membersChanged, .nameTaken, .keyTaken, .inviteInvalid, .lastOwner, .blobGap: 409
        case .tooLarge: 413
        case .blobMismatch: 422
        case .versionMismatch: 426
        case .tooMany: 429
        case .internalError: 500
        case .setHeld: 423
        case .busy: 503
        case .storageFull: 507
        }
    }

    /// Whether the same request may work later.
    public var mayBeRetried: Bool {
        switch self {
        case .tooMany, .internalError, .busy, .setHeld, .storageFull, .membersChanged: true
        default: false
        }
    }

    /// The URI that names the type.
    public var uri: String { "urn:postil:problem:\(rawValue)" }

    /// The type that a URI names; nil for a foreign one.
    public init?(uri: String) {
        let prefix = "urn:postil:problem:"
        guard uri.utf8.starts(with: prefix.utf8) else { return nil }
        self.init(rawValue: String(decoding: uri.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
    }
}
