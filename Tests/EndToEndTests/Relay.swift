import Foundation
import Glibc
import Synchronization
import Testing

/// Stands between a client and its server, and does what bad networks do.
final class Relay: Sendable {
    /// What becomes of the answers.
    enum Mode: Sendable {
        /// They pass.
        case pass
        /// The server gets each request, and its answer is lost.
        case loseAnswers
        /// So many octets of answers pass, then the connection breaks.
        case cut(after: Int)
        /// The server gets each request; its answer waits until the client goes away.
        case hold
        /// Something else stands in their place.
        case replace(String)
        /// So many octets of requests and answers pass, then somebody is struck down, once.
        case strike(after: Int, @Sendable () -> Void)
        /// A fault happens to the first requests whose first line holds these words.
        case fault(Fault, on: String, times: Int = .max)
        /// A fault of its own happens to each request.
        case weather(Weather)
    }

    let url: String
    private let listening: Int32
    private let server: UInt16
    private let mode = Mutex<Mode>(.pass)
    private let passed = Mutex<Int>(0)
    private let met = Mutex<[String]>([])
    private let held = DispatchSemaphore(value: 0)

    init(to server: LiveServer) throws {
        self.server = try #require(server.url.split(separator: ":").last.flatMap { UInt16($0) })
        let (socket, port) = try Socket.listening()
        listening = socket
        url = "http://127.0.0.1:\(port)"
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listening, nil, nil)
                if client < 0 { return }
                Thread.detachNewThread { [self] in carry(client) }
            }
        }
    }

    /// Stops taking connections.
    func close() { shutdown(listening, Int32(SHUT_RDWR)) }

    /// From now on; octets are counted anew.
    func set(_ mode: Mode) {
        self.mode.withLock { $0 = mode }
        passed.withLock { $0 = 0 }
        met.withLock { $0 = [] }
    }

    /// The first lines of the requests that a fault has happened to, since the mode was set.
    var struck: [String] { met.withLock { $0 } }

    /// Waits until an answer is held back.
    func waitUntilHeld() { held.wait() }

    private func carry(_ client: Int32) {
        defer { Glibc.close(client) }
        switch mode.withLock({ $0 }) {
        case .fault, .weather: return meet(client)
        default: break
        }
        guard let upstream = Socket.connected(to: server) else { return }
        defer { Glibc.close(upstream) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            var ends = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&ends, 2, -1) < 0 { return }
            let isAnswer = ends[1].revents != 0
            let count = recv(isAnswer ? upstream : client, &buffer, buffer.count, 0)
            if count <= 0 { return }
            if isAnswer {
                if !answer(buffer[..<count], to: client) { return }
            } else {
                Socket.sendAll(buffer[..<count], to: upstream)
                if isStruck(by: count) { return }
            }
        }
    }

    /// Takes the requests of a connection one by one, and lets its fault happen to each.
    private func meet(_ client: Int32) {
        var previous = Message.nothing
        while let request = Message.read(from: client) {
            let encounter = Encounter(request, after: previous, from: client, to: server)
            fault(for: request).act(encounter)
            if !encounter.staysOpen { return }
            previous = encounter.answer
        }
    }

    private func fault(for request: Message) -> Fault {
        switch mode.withLock({ $0 }) {
        case .fault(let fault, let words, let times):
            guard request.startLine.contains(words) else { return .none }
            let isStruck = met.withLock { met in
                guard met.count < times else { return false }
                met.append(request.startLine)
                return true
            }
            return isStruck ? fault : .none
        case .weather(let weather): return weather.next()
        default: return .none
        }
    }

    /// Strikes when enough octets have passed; whether it has.
    private func isStruck(by count: Int) -> Bool {
        guard case .strike(let limit, let strike) = mode.withLock({ $0 }) else { return false }
        let total = passed.withLock { passed in
            passed += count
            return passed
        }
        guard total >= limit else { return false }
        if total - count < limit { strike() }
        return true
    }

    /// Passes a part of an answer on; whether the connection lives on.
    private func answer(_ octets: ArraySlice<UInt8>, to client: Int32) -> Bool {
        switch mode.withLock({ $0 }) {
        case .pass, .fault, .weather:
            Socket.sendAll(octets, to: client)
            return true
        case .loseAnswers: return false
        case .cut(let limit):
            let before = passed.withLock { passed in
                defer { passed += octets.count }
                return passed
            }
            Socket.sendAll(octets.prefix(max(0, limit - before)), to: client)
            return before + octets.count < limit
        case .replace(let reply):
            Socket.sendAll(Array(reply.utf8)[...], to: client)
            return false
        case .strike:
            if isStruck(by: octets.count) { return false }
            Socket.sendAll(octets, to: client)
            return true
        case .hold:
            held.signal()
            var octet: UInt8 = 0
            while recv(client, &octet, 1, 0) > 0 {}
            return false
        }
    }
}

/// Answers whatever it is asked with the same octets.
final class Stranger: Sendable {
    let url: String
    private let listening: Int32

    init(saying reply: String) throws {
        let (socket, port) = try Socket.listening()
        listening = socket
        url = "http://127.0.0.1:\(port)"
        Thread.detachNewThread {
            while true {
                let client = accept(socket, nil, nil)
                if client < 0 { return }
                var buffer = [UInt8](repeating: 0, count: 65_536)
                if recv(client, &buffer, buffer.count, 0) > 0 {
                    Socket.sendAll(Array(reply.utf8)[...], to: client)
                    shutdown(client, Int32(SHUT_WR))
                    while recv(client, &buffer, buffer.count, 0) > 0 {}
                }
                Glibc.close(client)
            }
        }
    }

    /// An answer with a body.
    convenience init(status: String = "200 OK", type: String, _ body: String) throws {
        try self.init(
            saying: "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
    }

    deinit { shutdown(listening, Int32(SHUT_RDWR)) }
}
