import Glibc

/// Accepts connections on this machine and answers each with given bytes, whatever it is asked.
final class FaultyServer {
    /// Says what happens after the bytes.
    enum Ending { case close, stayOpen, sendForEver, drip }

    struct NoSocket: Error {}

    let port: UInt16
    private let plan: Plan
    private var thread: pthread_t = 0

    private final class Plan: Sendable {
        let listening: Int32
        let reply: [UInt8]
        let ending: Ending

        init(_ listening: Int32, _ reply: [UInt8], _ ending: Ending) {
            self.listening = listening
            self.reply = reply
            self.ending = ending
        }

        /// Serves one connection after another, until the listening socket is shut down.
        func run() {
            while true {
                let connection = accept(listening, nil, nil)
                if connection < 0 { return }
                serve(connection)
                close(connection)
            }
        }

        private func serve(_ connection: Int32) {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            guard recv(connection, &chunk, chunk.count, 0) > 0 else { return }
            _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
            switch ending {
            case .close: shutdown(connection, Int32(SHUT_WR))
            case .stayOpen: break
            case .drip:
                while send(connection, chunk, 1, Int32(MSG_NOSIGNAL)) > 0 { usleep(20_000) }
            case .sendForEver:
                while send(connection, chunk, chunk.count, Int32(MSG_NOSIGNAL)) > 0 {}
            }
            // The client's leaving ends it.
            while recv(connection, &chunk, chunk.count, 0) > 0 {}
        }
    }

    init(_ reply: String, then ending: Ending) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 16) == 0
                    && getsockname(socket, $0, &size) == 0
            }
        }
        guard isOpen else { throw NoSocket() }
        port = UInt16(bigEndian: address.sin_port)
        plan = Plan(socket, Array(reply.utf8), ending)
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Plan>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(plan).toOpaque())
    }

    /// Stops; every client's connection must be closed by then.
    func stop() {
        shutdown(plan.listening, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(plan.listening)
    }

    var url: String { "http://127.0.0.1:\(port)/a" }
}
