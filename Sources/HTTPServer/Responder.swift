public import HTTPMessage

/// Answers one request, now or later, from any thread.
///
/// A class because dropping it unanswered must be noticed: the client then gets status 500.
public final class Responder: Sendable {
    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    /// Sends `response`; only the first call counts.
    public func respond(_ response: HTTPResponse) { exchange.answer(response) }

    deinit { exchange.answer(.text(500, "the server gave no answer")) }
}
