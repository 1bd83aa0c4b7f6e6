import Glibc

/// A new folder that is removed, with all that is in it, when the last user lets go of it.
final class ClientFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/storage-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw MakingFailed() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    struct MakingFailed: Error {}

    /// A path in the folder.
    func path(_ name: String) -> String { path + "/" + name }

    /// The permission bits of a file or folder; nil if there is none.
    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & 0o777
    }

    private static func remove(_ path: String) {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            if unlink(path + "/" + name) != 0 { remove(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }
}
