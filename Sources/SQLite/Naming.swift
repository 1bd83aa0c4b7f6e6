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

/// Gives a file a name that nothing bears yet, for good.
///
/// - Throws: `cannotOpen` if something bears it; `full`, `io`, after which the file may bear either
///   name.
public func placeFile(_ path: String, at target: String) throws(SQLiteError) {
    // A second name is never given in place of another file's.
    guard link(path, target) == 0 else {
        guard errno == EPERM || errno == EOPNOTSUPP else { throw notPlaced(path, target, errno) }
        // The file system knows no second names.
        guard access(target, F_OK) != 0 else { throw notPlaced(path, target, EEXIST) }
        return try moveFile(path, to: target)
    }
    unlink(path)
    try syncFolder(of: target)
}

private func notPlaced(_ path: String, _ target: String, _ number: Int32) -> SQLiteError {
    let code: SQLiteError.Code =
        switch number {
        case EEXIST: .cannotOpen
        case ENOSPC, EDQUOT: .full
        default: .io
        }
    return SQLiteError(code, "could not name \(path) \(target): \(systemMessage(number))")
}

/// Writes a file and has it last, from the beginning or, with `O_APPEND`, behind what is there.
///
/// - Parameter flags: of `open`, beside that it is opened for writing.
/// - Throws: `full`, `io`, after which a part may be written.
public func writeFile(_ octets: [UInt8], at path: String, flags: Int32) throws(SQLiteError) {
    let file = open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
    var isDone = file >= 0
    var done = 0
    while isDone, done < octets.count {
        let count = octets.withUnsafeBytes { buffer in
            write(file, buffer.baseAddress.map { $0 + done }, octets.count - done)
        }
        if count < 0, errno == EINTR { continue }
        isDone = count > 0
        done += max(0, count)
    }
    isDone = isDone && fsync(file) == 0
    let number = errno
    if file >= 0 { close(file) }
    guard isDone else {
        let code: SQLiteError.Code = number == ENOSPC || number == EDQUOT ? .full : .io
        throw SQLiteError(code, "could not write \(path): \(systemMessage(number))")
    }
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
