import Foundation
import Glibc

/// A small file system of its own; only where this process may mount one.
final class SmallDisk: Sendable {
    let path: String

    struct NotPossible: Error {}

    static let isPossible: Bool = {
        guard let folder = try? TemporaryFolder() else { return false }
        return (try? SmallDisk(at: folder.path("disk"), "64k")) != nil
    }()

    init(at path: String, _ size: String) throws {
        self.path = path
        mkdir(path, 0o700)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(size)") == 0 else { throw NotPossible() }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Takes all the room that is left.
    func fill() {
        let file = open(path + "/ballast", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        var size = 65_536
        let octets = [UInt8](repeating: 0x20, count: size)
        while size > 0 {
            if write(file, octets, size) < size { size /= 2 }
        }
    }

    /// Gives the room back.
    func relieve() { unlink(path + "/ballast") }
}
