/// Why the server's store did not do what it was asked to, although nothing is wrong with it.
public enum ServerRefusal: String, Error, Hashable, Sendable {
    /// The name is not 2 to 32 of `a`–`z`, `0`–`9`, `_` and `-`.
    case nameMalformed
    /// Another account has the name.
    case nameTaken
    /// There is no such account.
    case noAccount
    /// There is no such device.
    case noDevice
    /// Another device has the key or the token.
    case deviceTaken
    /// There is no such invite.
    case noInvite
    /// The invite's time is over.
    case inviteExpired
    /// The invite was used up.
    case inviteUsed
    /// Who gave the invite may not give it any more.
    case inviteVoid
    /// There is no such set.
    case noSet
    /// There is such a set already.
    case setExists
    /// What is appended does not follow what is there.
    case outOfOrder
    /// The blob is longer than any may be, or than was said.
    case blobTooLong
    /// The octets are not those that the blob is named by; what had come of it was dropped.
    case blobWrong
}
