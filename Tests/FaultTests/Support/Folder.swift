import Foundation
import Glibc
import Testing

/// A folder in memory, where there is one, that goes when its last user does.
final class Folder: Sendable {
    let root: String

    init() throws {
        let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array((base + "/postil-faults-XXXXXX").utf8CString)
        root = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { root + "/" + name }

    /// A copy of another folder, of what lasts in it: no shared memory, nobody's locks.
    convenience init(copyOf other: Folder) throws {
        try self.init()
        for name in try other.names() { try copy(other.path(name), to: path(name)) }
    }

    /// The paths of all files and folders in it, folders before what is in them.
    func names() throws -> [String] {
        let all = try FileManager.default.subpathsOfDirectory(atPath: root)
        return all.filter { !$0.hasSuffix("-shm") }.sorted()
    }

    private func copy(_ source: String, to target: String) throws {
        var info = stat()
        try #require(stat(source, &info) == 0)
        if info.st_mode & S_IFMT == S_IFDIR {
            try #require(mkdir(target, 0o700) == 0)
        } else {
            try Files.write(try Files.read(source), to: target)
        }
    }

    /// Writes a text and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        try Files.write(Array(text.utf8), to: path(name))
        return path(name)
    }
}

/// Whole files.
enum Files {
    struct Missing: Error { let path: String }

    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Missing(path: path) }
        defer { close(file) }
        var info = stat()
        try #require(fstat(file, &info) == 0)
        var octets = [UInt8](repeating: 0, count: Int(info.st_size))
        var start = 0
        while start < octets.count {
            let count = octets[start...].withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count <= 0 { break }
            start += count
        }
        octets.removeLast(octets.count - start)
        return octets
    }

    static func text(_ path: String) -> String {
        ((try? read(path)) ?? []).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    static func write(_ octets: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        try #require(file >= 0, "\(path)")
        defer { close(file) }
        let count = octets.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        try #require(count == octets.count, "\(path)")
    }

    /// Removes a folder and the files in it.
    static func removeFolder(_ path: String) {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { unlink(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// Makes a folder only its owner may use; whether that went well.
func mkdirOwn(_ path: String) -> Bool { mkdir(path, 0o700) == 0 }
