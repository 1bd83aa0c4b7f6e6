import Glibc

/// Where a program's words go.
public struct ProgramOutput: Sendable {
    /// Writes to standard output, at once.
    public let out: @Sendable (String) -> Void
    /// Writes to standard error, at once.
    public let err: @Sendable (String) -> Void

    /// Writes a line to standard error, or drops it where that would make the server wait.
    public let log: @Sendable (String) -> Void

    /// Takes the places.
    public init(
        out: @escaping @Sendable (String) -> Void, err: @escaping @Sendable (String) -> Void,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.out = out
        self.err = err
        self.log = log
    }

    /// Those of the process.
    public static let process = ProgramOutput(
        out: { write($0, to: STDOUT_FILENO) }, err: { write($0, to: STDERR_FILENO) },
        log: { if isFree(STDERR_FILENO) { write($0, to: STDERR_FILENO) } })

    /// Whether a short line can be written at once: a pipe that nobody empties must stop nobody.
    private static func isFree(_ file: Int32) -> Bool {
        var place = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        return poll(&place, 1, 0) == 1 && place.revents & Int16(POLLOUT) != 0
    }

    /// Each text goes out in one call as a rule, so that lines of several threads do not mix.
    private static func write(_ text: String, to file: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
