internal import Glibc

/// The advisory lock that lets one connection at a time write and checkpoint.
///
/// SQLite before 3.51.3 can damage a WAL when two connections write and checkpoint at the same
/// instant (sqlite.org/wal.html); with this lock around both, that instant never comes. The kernel
/// drops the lock of a program that dies.
final class WriteLock {
    private let path: String
    private let holder: LockHolder
    private var descriptor: Int32
    /// A day, which no program waits for, and which no sum overflows by.
    private static let waitMillisecondsMax = 86_400_000

    init(path: String, holderName: String) throws(SQLiteError) {
        self.path = path
        self.holder = LockHolder(processID: getpid(), name: holderName)
        self.descriptor = try Self.open(path)
    }

    deinit {
        close(descriptor)
    }

    /// Waits for the lock and writes the holder's name into the file.
    ///
    /// - Throws: `busy` with the holder's name once the wait is over; `io` if locking fails.
    func take(waitMilliseconds: Int) throws(SQLiteError) {
        let deadline = Self.milliseconds() + Int64(min(waitMilliseconds, Self.waitMillisecondsMax))
        var pause: Int64 = 1
        while try !tryToTake() {
            let left = deadline - Self.milliseconds()
            guard left > 0 else { throw busy(waitMilliseconds) }
            usleep(UInt32(clamping: min(pause, left) * 1000))
            pause = min(pause * 2, 16)
        }
        // Only messages need the name: a full disk must not refuse the lock for it.
        _ = holder.record.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    func release() {
        flock(descriptor, LOCK_UN)
    }

    private func tryToTake() throws(SQLiteError) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK || errno == EINTR { return false }
            throw SQLiteError(.io, "could not lock \(path): \(systemMessage(errno))")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_nlink == 0 else { return true }
        // Somebody removed the file: a lock on it would exclude nobody who comes later.
        close(descriptor)
        descriptor = -1
        descriptor = try Self.open(path)
        return false
    }

    private func busy(_ waitMilliseconds: Int) -> SQLiteError {
        var record = [UInt8](repeating: 0, count: LockHolder.recordBytes)
        let count = pread(descriptor, &record, record.count, 0)
        let holder = count > 0 ? LockHolder(record: record) : nil
        let name = holder.map { "\($0)" } ?? "another program"
        return SQLiteError(
            .busy(holder: holder),
            "could not write for \(waitMilliseconds) ms: \(name) holds \(path); try again")
    }

    private static func open(_ path: String) throws(SQLiteError) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        let descriptor = Glibc.open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteError(notOpened: path, systemError: errno, trying: "make the lock file")
        }
        return descriptor
    }

    private static func milliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

/// What the system calls an `errno`.
public func systemMessage(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
