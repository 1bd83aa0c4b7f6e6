import SQLite

extension ClientStore {
    /// What the database was asked to do since the store was opened, in one line for a person.
    public var work: String {
        "\(counts.steps) steps of SQLite, \(counts.compilations) statements compiled, "
            + "\(counts.reads) reads, \(counts.writes) writes"
    }
}
