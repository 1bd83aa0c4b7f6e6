import Glibc

/// The names in a folder, which the sync of a file does not keep through a power loss.
enum FolderNames {
    /// Makes the names beside a file or folder, its own too, last; false, with `errno`, if it
    /// cannot.
    static func sync(besides path: String) -> Bool {
        var name = path.utf8[...]
        while name.count > 1, name.last == 0x2F { name.removeLast() }
        let end = name.lastIndex(of: 0x2F)
        let folder = end.map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Who may not read a folder cannot sync it.
        guard descriptor >= 0 else { return errno == EACCES }
        let result = fsync(descriptor)
        let number = errno
        close(descriptor)
        errno = number
        return result == 0
    }
}
