/// Lets many callers' changes share one transaction and one flush of the disk, without delaying a
/// lone one: whatever waits when the disk is free goes together.
public final class GroupCommit: Sendable {
    /// A change. It may run a second time if the batch it was in failed as a whole, so it leaves
    /// nothing behind but in the transaction and in what it sets anew.
    public typealias Body = @Sendable (ServerTransaction) throws -> Void
    /// Told, on the writer's thread, once the change is durable or has failed; it must not wait.
    public typealias Completion = @Sendable (Result<Void, any Error>) -> Void

    private let line: CommitLine

    /// Starts a thread that writes to the store.
    public init(_ store: ServerStore) {
        line = CommitLine(store)
        line.start()
    }

    deinit { line.end() }

    /// Puts a change into the line; changes of one thread are made in order.
    public func submit(_ body: @escaping Body, completion: @escaping Completion) {
        line.submit(CommitLine.Job(body: body, completion: completion))
    }

    /// Refuses what comes from now on, and returns when all that waits is done; never called by a
    /// completion.
    public func close() {
        line.end()
        line.wait()
    }
}
