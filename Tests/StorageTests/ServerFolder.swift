import Glibc

/// A new folder that is removed, with all in it, when the last user lets go of it.
final class ServerFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/server-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw MakingFailed() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.empty(path)
    }

    /// Removes a folder and the files and folders in it.
    private static func empty(_ path: String) {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            if unlink(path + "/" + name) != 0 { empty(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }

    struct MakingFailed: Error {}

    /// The permission bits of what has this name; nil if there is nothing.
    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & 0o777
    }
}
