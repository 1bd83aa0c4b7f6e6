import CommandLine
import Glibc

/// Writes a file that is there whole or not at all.
enum OutputFile {
    /// Writes beside the path, syncs, and renames; an existing file is kept unless `force`.
    static func write(
        _ text: String, to path: String, force: Bool, mode: mode_t = 0o600
    ) throws {
        if !force, access(path, F_OK) == 0 {
            throw CommandFailure(
                .refusedForSafety, code: "file-exists", "\(path) exists already",
                hints: ["overwrite it with --force, or choose another name"])
        }
        let temporary = path + ".part-\(getpid())"
        // Of a process that was killed, and had the same number.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure(path) }
        var octets = Array(text.utf8)[...]
        while !octets.isEmpty {
            let count = octets.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                let error = failure(path)
                close(file)
                unlink(temporary)
                throw error
            }
            octets = octets.dropFirst(count)
        }
        let isSynced = fsync(file) == 0
        close(file)
        guard isSynced, rename(temporary, path) == 0, FolderNames.sync(besides: path) else {
            let error = failure(path)
            unlink(temporary)
            throw error
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        let isFull = errno == ENOSPC || errno == EDQUOT
        return CommandFailure(
            isFull ? .storeUnavailable : .failed, code: "cannot-write",
            "cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
