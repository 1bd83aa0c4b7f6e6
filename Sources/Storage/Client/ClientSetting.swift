/// A value that a client's store keeps beside its sets, as octets.
public enum ClientSetting: String, Hashable, Sendable, CaseIterable {
    /// What the device's key is made of.
    case deviceSeed
    /// Where the server is.
    case serverURL
    /// The key that the server signs with.
    case serverKey
    /// What the server knows the device by.
    case token
    /// The account that is logged in, 16 octets.
    case accountID
    /// What the account's id is derived from, if it was made on this device: 16 octets that let a
    /// server begun anew know the account again.
    case accountSecret
    /// The account's name.
    case accountName
    /// What the person calls this device.
    case deviceName
    /// Whether the server said, when it was asked last, that the log-in has ended.
    case loginEnded
    /// What sets were called that went away, a line each: id and name.
    case formerSets
    /// When a sync last succeeded.
    case lastSync
    /// The annotation that a command was last about.
    case lastAnnotation
    /// The article that a command was last about.
    case lastArticle
    /// Whether the person has allowed a server without TLS.
    case allowInsecure
}
