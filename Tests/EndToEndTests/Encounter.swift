import Foundation
import Glibc

/// One request at the relay, and all that a fault may do with it.
final class Encounter {
    let request: Message
    /// The answer before this one on the same connection; empty if there was none.
    let previous: Message
    private let client: Int32
    private let server: UInt16
    /// What the server said to this request; empty as long as it was not asked, or did not say.
    private(set) var answer = Message.nothing
    /// Whether the client may ask again on this connection.
    var staysOpen = false

    init(_ request: Message, after previous: Message, from client: Int32, to server: UInt16) {
        self.request = request
        self.previous = previous
        self.client = client
        self.server = server
    }

    /// The server gets the request; what it answers.
    @discardableResult
    func deliver() -> Message {
        guard let upstream = Socket.connected(to: server) else { return .nothing }
        defer { Glibc.close(upstream) }
        Socket.sendAll(request.octets[...], to: upstream)
        answer = Message.read(from: upstream, hasBody: !request.isHead) ?? .nothing
        return answer
    }

    /// The server gets so many octets of the request, then its connection is reset.
    func deliver(octets: Int) {
        guard let upstream = Socket.connected(to: server) else { return }
        Socket.sendAll(request.octets.prefix(octets), to: upstream)
        Socket.reset(upstream)
    }

    /// The client gets these octets; whether it still takes them.
    @discardableResult
    func send(_ octets: some Sequence<UInt8>) -> Bool {
        Socket.sendAll(ArraySlice(Array(octets)), to: client)
    }

    /// The client gets the message and may go on.
    func pass(_ message: Message) {
        guard !message.head.isEmpty else { return }
        send(message.octets)
        staysOpen = message.field("Connection")?.lowercased() != "close"
    }

    /// The client gets nothing further, and its connection is reset rather than closed.
    func reset() { Socket.abandon(client) }

    /// Says nothing until the client goes away.
    func outwait() {
        var octet: UInt8 = 0
        while recv(client, &octet, 1, 0) > 0 {}
    }
}
