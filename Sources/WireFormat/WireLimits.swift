/// The largest values that are read from outside; authors keep to them, readers refuse beyond them
/// (Protocol/04-wire-format.md, 2).
public enum WireLimits {
    /// Octets of one op's payload.
    public static let payloadOctetsMax = 262_144
    /// Dots one op names.
    public static let namesMax = 1_024
    /// Predecessors one text op names.
    public static let predecessorsMax = 64
    /// Dots a deletion kills.
    public static let killsMax = 65_536
    /// Ops in a bundle.
    public static let bundleOpsMax = 500
    /// Octets of a bundle.
    public static let bundleOctetsMax = 4_194_304
    /// Replicas or articles a bundle's ops mention.
    public static let bundleTableMax = 4_096
    /// Sets in one request.
    public static let setsMax = 1_024
    /// Bundles or records of one set in one message.
    public static let bundlesMax = 4_096
    /// Octets of a part of a snapshot.
    public static let snapshotPartOctetsMax = 8_388_608
    /// Records in a part of a snapshot.
    public static let snapshotRecordsMax = 65_536
    /// Membership entries in one message.
    public static let membersMax = 65_536
    /// Places of a log that an answer names to a client of another epoch.
    public static let marksMax = 128
    /// Octets of a message, compressed or not.
    public static let messageOctetsMax = 33_554_432
    /// UTF-8 octets of a comment.
    public static let textOctetsMax = 131_072
    /// UTF-8 octets of a quote, title, URL or other short text.
    public static let shortTextOctetsMax = 16_384
    /// UTF-8 octets of a name or tag.
    public static let nameOctetsMax = 256
    /// Runs in one text op.
    public static let runsMax = 10_000
}
