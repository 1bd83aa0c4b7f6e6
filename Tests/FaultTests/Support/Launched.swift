import Glibc
import Testing

/// A process of these tests: its words go into files, and it is waited for with an end in sight.
final class Launched {
    /// How a process ended and what it said.
    struct Ended {
        /// The exit status; minus the signal for one that was killed.
        let status: Int32
        let out: String
        let err: String

        var wasKilled: Bool { status < 0 }
    }

    struct CannotStart: Error { let words: [String] }
    struct Hangs: Error { let words: [String] }

    let id: pid_t
    private let words: [String]
    private let outPath: String
    private let errPath: String
    private var ended: Ended?

    /// Starts a program with a bare environment; what it says lies in the folder as `NAME.out`.
    init(_ words: [String], in folder: Folder, as name: String) throws {
        self.words = words
        outPath = folder.path(name + ".out")
        errPath = folder.path(name + ".err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whatever a thread of this process holds back, its children take.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outPath, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errPath, flags, 0o600)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        let variables = ["HOME=/nonexistent", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
        defer { for text in arguments + environment { free(text) } }
        arguments.append(nil)
        environment.append(nil)
        var number: pid_t = 0
        let status = posix_spawn(
            &number, words[0], &actions, &attributes, arguments, environment)
        guard status == 0 else {
            throw CannotStart(words: words)
        }
        id = number
    }

    deinit {
        if ended == nil {
            kill(id, SIGKILL)
            waitpid(id, nil, 0)
        }
    }

    /// Waits for the end.
    ///
    /// - Throws: `Hangs` after a time that nothing here takes.
    @discardableResult
    func end() throws -> Ended {
        if let ended { return ended }
        var status: Int32 = 0
        var pause: UInt32 = 200
        var waited: UInt32 = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            guard waited < 60_000_000 else { throw Hangs(words: words) }
            usleep(pause)
            waited += pause
            pause = min(pause * 2, 2_000)
        }
        let signal = status & 0x7f
        let result = Ended(
            status: signal == 0 ? (status >> 8) & 0xff : -signal, out: Files.text(outPath),
            err: Files.text(errPath))
        ended = result
        return result
    }

    /// The process that it started; nil if there is none.
    var child: pid_t? {
        let file = fopen("/proc/\(id)/task/\(id)/children", "r")
        guard let file else { return nil }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 64)
        guard fgets(&text, 64, file) != nil else { return nil }
        return pid_t(atoi(text))
    }

    /// Whether it still runs.
    var isRunning: Bool {
        guard ended == nil else { return false }
        var info = siginfo_t()
        return waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0
            && info.si_signo == 0
    }

    /// Sends a signal and waits for the end that it makes.
    @discardableResult
    func end(by signal: Int32) throws -> Ended {
        if ended == nil { kill(id, signal) }
        return try end()
    }

    /// Waits until a line of standard output, or of standard error, begins so; the rest of it.
    func line(_ beginning: String, inErrors: Bool = false) throws -> String {
        for _ in 0..<60_000 {
            for line in Files.text(inErrors ? errPath : outPath).split(separator: "\n")
            where line.hasPrefix(beginning) {
                return String(line.dropFirst(beginning.count))
            }
            guard isRunning else { break }
            usleep(1_000)
        }
        throw Hangs(words: words)
    }
}
