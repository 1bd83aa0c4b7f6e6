/// Sends requests and waits for their responses: the port through which a client meets a network.
///
/// Any status is a response, also 404 and 500; an error means that no whole response came back.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns the whole response, blocking the calling thread.
    /// - Throws: `TransportError`; its `mayHaveHappened` says whether the server may have acted.
    func send(_ request: HTTPClientRequest) throws(TransportError) -> HTTPResponse
}
