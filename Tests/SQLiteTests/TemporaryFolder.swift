import Glibc

/// A new folder that is removed, with the files in it, when the last user lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/sqlite-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw MakingFailed() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    struct MakingFailed: Error {}

    func file(_ name: String) -> String { path + "/" + name }

    /// The names in the folder, sorted.
    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The permission bits of a file; nil if there is none.
    func mode(_ name: String) -> mode_t? {
        var status = stat()
        guard stat(file(name), &status) == 0 else { return nil }
        return status.st_mode & 0o777
    }

    func put(_ octets: [UInt8], _ name: String, at offset: Int = 0) throws {
        let descriptor = open(file(name), O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        guard pwrite(descriptor, octets, octets.count, off_t(offset)) == octets.count else {
            throw MakingFailed()
        }
    }
}
