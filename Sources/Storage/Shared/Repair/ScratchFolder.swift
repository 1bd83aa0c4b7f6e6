import Glibc
import SQLite

/// A folder inside a store's, in which a repair works a store out; it is held by a lock for as long
/// as the repair goes on, so that nobody takes it for one that was left.
final class ScratchFolder {
    let path: String
    private let lock: Int32

    private static let begin = "repair-"
    private static let nameCount = 13
    /// The file that says whose the folder is; a repair that goes on holds it.
    private static let mark = "postil-repair.lock"
    private static let files = [
        "store.db", "store.db-wal", "store.db-shm", "store.lock", "server.db", "server.db-wal",
        "server.db-shm", "server.db.lock",
    ]

    /// Makes one.
    ///
    /// - Throws: `full`, `readOnly`, `io`.
    static func make(in folder: String) throws(StoreError) -> ScratchFolder {
        var template = Array((folder + "/\(begin)XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw failure(folder, errno) }
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // It gets its name with the lock on it.
        let unlocked = path + "/\(mark).new"
        let lock = open(unlocked, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0,
            rename(unlocked, path + "/" + mark) == 0
        else {
            let number = errno
            if lock >= 0 { close(lock) }
            unlink(unlocked)
            rmdir(path)
            throw failure(folder, number)
        }
        return ScratchFolder(path: path, lock: lock)
    }

    private init(path: String, lock: Int32) {
        self.path = path
        self.lock = lock
    }

    deinit {
        let name = path.utf8.suffix(Self.nameCount)
        Self.remove(String(decoding: name, as: UTF8.self), in: String(path.dropLast(name.count)))
        close(lock)
    }

    private static func failure(_ folder: String, _ number: Int32) -> StoreError {
        let code: StoreError.Code =
            switch number {
            case ENOSPC, EDQUOT: .full
            case EACCES, EPERM, EROFS, ENOENT: .readOnly
            default: .io
            }
        return StoreError(
            code,
            "could not make a folder in \(folder) to work in: \(systemMessage(number))")
    }

    // MARK: Those that were left

    /// The folders that a repair left which did not end: those with our mark that nobody holds.
    static func left(in folder: String) -> [String] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.utf8.count == nameCount, name.utf8.starts(with: begin.utf8) else { continue }
            if isLeft(name, in: folder) { names.append(name) }
        }
        return names.sorted()
    }

    private static func isLeft(_ name: String, in folder: String) -> Bool {
        guard let held = hold(name, in: folder) else { return false }
        close(held)
        return true
    }

    /// Takes the lock of one that was left; nil if it is none, or somebody holds it.
    private static func hold(_ name: String, in folder: String) -> Int32? {
        let directory = open(folder + "/" + name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { return nil }
        defer { close(directory) }
        let file = openat(directory, mark, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        guard takes(file) else {
            close(file)
            return nil
        }
        return file
    }

    /// Takes the lock of an open mark; false if somebody holds it, or its holder took it away after
    /// it was opened, and let go.
    static func takes(_ mark: Int32) -> Bool {
        var info = stat()
        return flock(mark, LOCK_EX | LOCK_NB) == 0 && fstat(mark, &info) == 0 && info.st_nlink > 0
    }

    /// Takes away what was left.
    static func removeLeft(in folder: String) {
        for name in left(in: folder) {
            guard let held = hold(name, in: folder) else { continue }
            remove(name, in: folder)
            close(held)
        }
    }

    private static func remove(_ name: String, in folder: String) {
        let directory = open(folder + "/" + name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { return }
        for file in files + [mark] { unlinkat(directory, file, 0) }
        close(directory)
        rmdir(folder + "/" + name)
    }
}
