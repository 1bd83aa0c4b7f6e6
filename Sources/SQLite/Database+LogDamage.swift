internal import Glibc

extension Database {
    /// Mends the write-ahead log of a file that is not open yet, if single bits of it were changed
    /// since it was written, and keeps the log as it was beside it.
    ///
    /// - Returns: what was mended, a sentence each; none if nothing was to mend.
    /// - Throws: `busy` while another program writes; `io` if the log cannot be read or written.
    public static func mendLog(
        of path: String, options: Options = Options(), keepAs copy: String
    ) throws(SQLiteError) -> [String] {
        let log = fileName(path) + "-wal"
        guard logDamage(of: path) != nil else { return [] }
        let lock = try WriteLock(
            path: options.lockPath ?? path + ".lock", holderName: options.holderName)
        try lock.take(waitMilliseconds: options.waitMilliseconds)
        defer { lock.release() }
        guard let octets = octets(of: log) else { return [] }
        var mended = octets
        var sentences: [String] = []
        // Each is behind the one before, and hides what is behind itself.
        while sentences.count < mendedMax, let damage = LogDamage(in: mended) {
            mended = damage.mended
            sentences.append(damage.sentence(log))
        }
        guard !sentences.isEmpty else { return [] }
        try writeFile(octets, at: fileName(copy), flags: O_CREAT | O_EXCL)
        try syncFolder(of: fileName(copy))
        try writeFile(mended, at: log, flags: 0)
        return sentences
    }

    /// Changed bits of one log that are mended at once.
    private static let mendedMax = 256

    /// What is wrong with the write-ahead log of a file, a sentence; nil if nothing is.
    public static func logDamage(of path: String) -> String? {
        let log = fileName(path) + "-wal"
        return octets(of: log).flatMap { LogDamage(in: $0) }?.sentence(log)
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
}

extension LogDamage {
    /// The damage for a person.
    fileprivate func sentence(_ log: String) -> String {
        let octet = place.map { " of octet \($0)" } ?? ""
        let part = frame == 0 ? "the log's head" : "frame \(frame)"
        return "\(log): a bit\(octet) in \(part) was changed since it was written"
    }
}
