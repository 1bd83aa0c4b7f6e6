internal import Glibc

extension Database {
    /// Mends the write-ahead log of a file that is not open yet, if one bit of it was changed since
    /// it was written, and keeps the log as it was beside it.
    ///
    /// - Returns: what was mended, a sentence; nil if nothing was to mend.
    /// - Throws: `busy` while another program writes; `io` if the log cannot be read or written.
    public static func mendLog(
        of path: String, options: Options = Options(), keepAs copy: String
    ) throws(SQLiteError) -> String? {
        let log = fileName(path) + "-wal"
        guard damage(of: path) != nil else { return nil }
        let lock = try WriteLock(
            path: options.lockPath ?? path + ".lock", holderName: options.holderName)
        try lock.take(waitMilliseconds: options.waitMilliseconds)
        defer { lock.release() }
        guard let octets = octets(of: log), let damage = LogDamage(in: octets) else { return nil }
        try write(octets, from: 0, to: fileName(copy), flags: O_CREAT | O_EXCL)
        try write(damage.mended, from: 0, to: log, flags: 0)
        return damage.sentence(log)
    }

    /// What is wrong with the write-ahead log of a file, a sentence; nil if nothing is.
    public static func logDamage(of path: String) -> String? {
        damage(of: path)?.sentence(fileName(path) + "-wal")
    }

    private static func damage(of path: String) -> LogDamage? {
        octets(of: fileName(path) + "-wal").flatMap { LogDamage(in: $0) }
    }

    /// Refuses to open what SQLite would take for a log that ends early.
    func requireSoundLog() throws(SQLiteError) {
        guard let sentence = Self.logDamage(of: path) else { return }
        throw SQLiteError(
            .corrupt, "\(sentence); to go on as it is would lose what was written after it")
    }

    private static func octets(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { Glibc.close(file) }
        var info = stat()
        guard fstat(file, &info) == 0, info.st_size > 32 else { return nil }
        let count = Int(info.st_size)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Glibc.read(file, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got < 0, errno == EINTR { continue }
                if got <= 0 { break }
                filled += got
            }
        }
    }

    private static func write(
        _ octets: [UInt8], from place: Int, to path: String, flags: Int32
    ) throws(SQLiteError) {
        let file = open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
        var isDone = file >= 0
        var done = 0
        while isDone, done < octets.count {
            let count = octets.withUnsafeBytes { buffer in
                pwrite(
                    file, buffer.baseAddress.map { $0 + done }, octets.count - done,
                    off_t(place + done))
            }
            if count < 0, errno == EINTR { continue }
            isDone = count > 0
            done += max(0, count)
        }
        isDone = isDone && fsync(file) == 0
        let message = systemMessage(errno)
        Glibc.close(file)
        guard isDone else { throw SQLiteError(.io, "could not write \(path): \(message)") }
    }
}

extension LogDamage {
    /// The damage for a person.
    fileprivate func sentence(_ log: String) -> String {
        let octet = place.map { "of octet \($0), " } ?? ""
        return "\(log): a bit \(octet)in frame \(frame), was changed since it was written"
    }
}
