public import AnnotationModel

/// What somebody did to accounts, devices, members or the server, for an admin to read.
public struct AuditLine: Hashable, Sendable {
    /// When, in milliseconds since 1970.
    public let time: UInt64
    /// What kind of thing.
    public let action: String
    /// Who did it.
    public let by: AccountID
    /// To what; never a secret.
    public let detail: String
}
