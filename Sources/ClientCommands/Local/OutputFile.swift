import CommandLine
import Glibc

/// Writes a file that is there whole or not at all.
enum OutputFile {
    /// Writes beside the path, syncs, and renames; an existing file is kept unless `force`.
    ///
    /// - Parameter again: the command line that overwrites, for the hint.
    static func write(
        _ text: String, to path: String, force: Bool, mode: mode_t = 0o600, again: String? = nil
    ) throws {
        var info = stat()
        let isThere = stat(path, &info) == 0
        let kind = info.st_mode & S_IFMT
        // A pipe or a device takes what comes, and must not be put aside for a file.
        if isThere, kind == S_IFIFO || kind == S_IFCHR { return try pour(text, into: path) }
        if isThere, kind == S_IFDIR {
            errno = EISDIR
            throw failure(path)
        }
        if !force, access(path, F_OK) == 0 {
            throw CommandFailure(
                .refusedForSafety, code: "file-exists", "\(path) exists already",
                evidence: ["it is as it was"],
                hints: [
                    again.map { "overwrite it: \($0)" } ?? "overwrite it with --force",
                    "or choose another name",
                ])
        }
        let temporary = path + ".part-\(getpid())"
        try Interruption.whileHalf(temporary) {
            // Of a process that was killed, and had the same number.
            unlink(temporary)
            let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            guard file >= 0 else { throw failure(path) }
            let isWritten = put(text, into: file) && fsync(file) == 0
            let number = errno
            close(file)
            errno = number
            guard isWritten, rename(temporary, path) == 0, FolderNames.sync(besides: path) else {
                let error = failure(path)
                unlink(temporary)
                throw error
            }
        }
    }

    private static func pour(_ text: String, into path: String) throws {
        let file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        guard put(text, into: file) else { throw failure(path) }
    }

    private static func put(_ text: String, into file: Int32) -> Bool {
        var octets = Array(text.utf8)[...]
        while !octets.isEmpty {
            let count = octets.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return false }
            octets = octets.dropFirst(max(0, count))
        }
        return true
    }

    /// Why it could not be written, as `errno` says.
    private static func failure(_ path: String) -> CommandFailure {
        let isFull = errno == ENOSPC || errno == EDQUOT
        return CommandFailure(
            isFull ? .storeUnavailable : .failed, code: "cannot-write",
            "cannot write \(path): \(String(cString: strerror(errno)))",
            evidence: ["what was there before is as it was"],
            hints: ["look at it: \(Pasteable.look(at: path))"])
    }
}
