/// The kind of store a program keeps in a file, and how each version came from the last.
public struct Schema: Sendable {
    /// The mark in the file's head that tells this kind of store from others; not 0.
    public let applicationID: Int32
    /// What messages call such a store, with its article: "a Postil store".
    public let name: String
    /// The steps, numbered 1, 2, 3 and so on.
    public let migrations: [Migration]

    /// Takes the parts; the numbers have to run from 1 without gaps.
    public init(applicationID: Int32, name: String, migrations: [Migration]) {
        precondition(applicationID != 0, "zero marks files of no application")
        precondition(
            migrations.enumerated().allSatisfy { Int($1.number) == $0 + 1 },
            "migrations are numbered from 1 without gaps")
        self.applicationID = applicationID
        self.name = name
        self.migrations = migrations
    }

    /// The version this program writes.
    public var version: Int32 { migrations.last?.number ?? 0 }
}
