import Glibc
import Octets
import Crypto

/// A folder of its own for a test, taken away with all in it.
final class TestFolder: Sendable {
    let path: String

    init() {
        path = "/tmp/postil-server-" + Alphabet.hex.text(Random.octets(count: 8))
        mkdir(path, 0o700)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            var names: [String] = []
            while let entry = readdir(folder) {
                names.append(
                    withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                    })
            }
            closedir(folder)
            for name in names where name != "." && name != ".." { remove(path + "/" + name) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
