extension Database {
    /// What the database was asked to do since it was made, for benchmarks that count.
    public struct Counts: Equatable, Sendable {
        /// Steps of statements, one for each row and one for each end.
        public var steps = 0
        /// Statements compiled, as opposed to taken from the cache.
        public var compilations = 0
        /// Transactions that changed or could have changed the file, and were committed.
        public var writes = 0
        /// Transactions that read a snapshot.
        public var reads = 0
        /// Checkpoints that were tried.
        public var checkpoints = 0
    }
}
