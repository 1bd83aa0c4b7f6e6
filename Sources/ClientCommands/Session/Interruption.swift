import CommandLine
import Glibc
import Synchronization

/// How the program ends when the person stops it, or the system does.
///
/// What is not committed never was, so the store needs nothing; a file that is half written goes,
/// and a script that reads JSON is told.
public enum Interruption {
    /// Where the name of the file that is being written lies; 0 if none is.
    private static let halfFile = Atomic<UInt>(0)
    /// Where what is said on standard error lies; 0 if nothing is.
    private static let farewell = Atomic<UInt>(0)

    /// Ends the program so when it is interrupted or told to end.
    public static func install() {
        // A handler may make nothing, not even what is made at its first use.
        halfFile.store(0, ordering: .relaxed)
        farewell.store(0, ordering: .relaxed)
        signal(SIGINT) { _ in Interruption.end() }
        signal(SIGTERM) { _ in Interruption.end() }
        // Whoever started the program may have held them back, for a reason of its own.
        var both = sigset_t()
        sigemptyset(&both)
        for number in [SIGINT, SIGTERM] { sigaddset(&both, number) }
        sigprocmask(SIG_UNBLOCK, &both, nil)
    }

    /// Does only what a signal handler may do.
    private static func end() {
        if let path = text(halfFile.load(ordering: .acquiring)) { unlink(path) }
        if let words = text(farewell.load(ordering: .acquiring)) {
            _ = write(STDERR_FILENO, words, strlen(words))
        }
        _exit(ExitStatus.interrupted.rawValue)
    }

    private static func text(_ place: UInt) -> UnsafeMutablePointer<CChar>? {
        UnsafeMutablePointer(bitPattern: place)
    }

    /// Lets the end be told as JSON.
    static func announceAsJSON() {
        guard farewell.load(ordering: .relaxed) == 0 else { return }
        let failure = CommandFailure(
            .interrupted, "stopped before it was done", evidence: ["the store is whole"],
            hints: ["postil status"])
        farewell.store(UInt(bitPattern: strdup(failure.json + "\n")), ordering: .releasing)
    }

    /// Runs what writes a file that is nothing until it is whole.
    static func whileHalf<T>(_ path: String, _ body: () throws -> T) rethrows -> T {
        let name = strdup(path)
        halfFile.store(UInt(bitPattern: name), ordering: .releasing)
        defer {
            halfFile.store(0, ordering: .releasing)
            free(name)
        }
        return try body()
    }
}
