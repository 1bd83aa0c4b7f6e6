internal import Glibc

// Names that last through a power loss: a file's own sync does not promise them.

/// Gives a file, whose content lasts already, another name in the same file system, for good.
///
/// - Throws: `full`, `io`, after which the file may bear either name.
public func moveFile(_ path: String, to target: String) throws(SQLiteError) {
    guard rename(path, target) == 0 else {
        let code: SQLiteError.Code = errno == ENOSPC || errno == EDQUOT ? .full : .io
        throw SQLiteError(code, "could not name \(path) \(target): \(systemMessage(errno))")
    }
    try syncFolder(of: target)
}

/// Makes the names beside a file or folder, its own too, last through a power loss.
///
/// - Throws: `io`.
public func syncFolder(of path: String) throws(SQLiteError) {
    var name = path.utf8[...]
    while name.count > 1, name.last == 0x2f { name.removeLast() }
    let end = name.lastIndex(of: 0x2f)
    let folder = end.map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
        // Who may not read a folder cannot sync it.
        if descriptor < 0, errno == EACCES { return }
        throw SQLiteError(notOpened: folder, systemError: errno, trying: "sync the folder")
    }
}
