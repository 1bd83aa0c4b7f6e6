import Glibc
import HTTPMessage
import HTTPServer
import Synchronization
import Testing

/// Answers that come later, from another thread, or never.
@Suite struct DeferredTests {
    /// Holds what waits for an answer.
    final class Waiting: Sendable {
        let all = Mutex<[(HTTPRequest, Responder)]>([])

        func add(_ request: HTTPRequest, _ responder: Responder) {
            all.withLock { $0.append((request, responder)) }
        }

        var count: Int { all.withLock { $0.count } }

        /// Waits until `count` requests wait, 10 s at most.
        func holds(_ count: Int) -> Bool {
            for _ in 0..<5_000 {
                if self.count == count { return true }
                poll(nil, 0, 2)
            }
            return false
        }

        func take() -> [(HTTPRequest, Responder)] {
            all.withLock { all in
                defer { all = [] }
                return all
            }
        }
    }

    private func listen(
        _ waiting: Waiting, _ configure: (inout HTTPServerConfiguration) -> Void = { _ in }
    ) throws -> HTTPListener {
        var configuration = HTTPServerConfiguration()
        configure(&configuration)
        return try HTTPListener(configuration: configuration, deferring: waiting.add)
    }

    private func ask(_ listener: HTTPListener, _ path: String) throws -> RawConnection {
        let connection = try RawConnection(port: listener.port)
        connection.send(
            "PUT \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        return connection
    }

    @Test("Fifty requests wait at once on two threads, and each gets its own answer")
    func fifty() throws {
        let waiting = Waiting()
        let listener = try listen(waiting)
        defer { listener.stop() }
        for _ in 0..<5 {
            let connections = try (0..<50).map { try ask(listener, "/\($0)") }
            #expect(waiting.holds(50))
            for (request, responder) in waiting.take().reversed() {
                responder.respond(.text(200, "answer to \(request.path)"))
            }
            for (index, connection) in connections.enumerated() {
                let received = connection.receive()
                #expect(received.statuses == [200])
                #expect(received.text.hasSuffix("answer to /\(index)\n"))
            }
        }
    }

    @Test("An answer that races the suspension of its connection arrives")
    func race() throws {
        let answerer = Answerer()
        let thread = try answerer.start()
        let listener = try HTTPListener(
            configuration: HTTPServerConfiguration(), deferring: answerer.waiting.add)
        let connections = try (0..<8).map { _ in try RawConnection(port: listener.port) }
        for round in 0..<200 {
            for connection in connections {
                connection.send("GET /\(round) HTTP/1.1\r\nHost: a\r\n\r\n")
            }
            for connection in connections {
                let received = connection.receive { $0.text.hasSuffix("at once\n") }
                #expect(received.statuses == [200])
            }
        }
        listener.stop()
        answerer.isDone.store(true, ordering: .relaxed)
        pthread_join(thread, nil)
    }

    /// Answers whatever waits, as fast as it can, on a thread of its own.
    final class Answerer: Sendable {
        let waiting = Waiting()
        let isDone = Atomic<Bool>(false)

        struct NoThread: Error {}

        func start() throws -> pthread_t {
            var thread: pthread_t = 0
            let result = pthread_create(
                &thread, nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<Answerer>.fromOpaque(context).takeRetainedValue().run()
                    return nil
                }, Unmanaged.passRetained(self).toOpaque())
            if result != 0 { throw NoThread() }
            return thread
        }

        private func run() {
            while !isDone.load(ordering: .relaxed) {
                for (_, responder) in waiting.take() { responder.respond(.text(200, "at once")) }
                sched_yield()
            }
        }
    }

    @Test("Only the first answer counts")
    func firstAnswer() throws {
        let configuration = HTTPServerConfiguration()
        let listener = try HTTPListener(configuration: configuration) { _, responder in
            responder.respond(.text(201, "first"))
            responder.respond(.text(202, "second"))
        }
        defer { listener.stop() }
        #expect(try ask(listener, "/").receive().statuses == [201])
    }

    @Test("A responder dropped without an answer gives 500")
    func dropped() throws {
        let waiting = Waiting()
        let listener = try listen(waiting)
        defer { listener.stop() }
        let connection = try ask(listener, "/")
        #expect(waiting.holds(1))
        #expect(waiting.take().count == 1)
        #expect(connection.receive().statuses == [500])
    }

    @Test("A client that leaves while its request waits disturbs nobody")
    func clientLeaves() throws {
        let waiting = Waiting()
        let listener = try listen(waiting)
        defer { listener.stop() }
        do { _ = try ask(listener, "/gone") }
        let stays = try ask(listener, "/stays")
        #expect(waiting.holds(2))
        for (_, responder) in waiting.take() { responder.respond(.text(200, "late")) }
        #expect(stays.receive().statuses == [200])
    }

    @Test("Stopping gives 503 to whoever still waits, and a late answer is harmless")
    func stopWhileWaiting() throws {
        let waiting = Waiting()
        let listener = try listen(waiting) { $0.deadlines.drainMilliseconds = 50 }
        let connections = try (0..<20).map { try ask(listener, "/\($0)") }
        #expect(waiting.holds(20))
        listener.stop()
        for connection in connections { #expect(connection.receive().statuses == [503]) }
        for (_, responder) in waiting.take() { responder.respond(.text(200, "too late")) }
    }

    @Test("Stopping waits for answers under way")
    func stopDrains() throws {
        let waiting = Waiting()
        let listener = try listen(waiting) { $0.deadlines.drainMilliseconds = 60_000 }
        let connections = try (0..<20).map { try ask(listener, "/\($0)") }
        #expect(waiting.holds(20))
        let stopper = Unmanaged.passRetained(listener)
        var thread: pthread_t = 0
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<HTTPListener>.fromOpaque(context).takeRetainedValue().stop()
                return nil
            }, stopper.toOpaque())
        for (_, responder) in waiting.take() { responder.respond(.text(200, "in time")) }
        for connection in connections { #expect(connection.receive().statuses == [200]) }
        pthread_join(thread, nil)
    }
}
