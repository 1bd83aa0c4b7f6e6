import HTTPMessage
import Storage

/// What became of a request.
struct Outcome: Sendable {
    var response: HTTPResponse
    /// What was moved, if it was a sync.
    var sync: Metrics.Sync?

    init(_ response: HTTPResponse, sync: Metrics.Sync? = nil) {
        self.response = response
        self.sync = sync
    }
}

/// Where a request stands after it was looked at on a snapshot.
enum Step: Sendable {
    /// A change of the store, made with the rights looked at once more in its own transaction.
    /// May run twice, of which one counts.
    typealias Change = @Sendable (ServerTransaction, Caller?) throws -> Outcome

    /// It is answered.
    case done(Outcome)
    /// It changes the store.
    case change(Change)
}
