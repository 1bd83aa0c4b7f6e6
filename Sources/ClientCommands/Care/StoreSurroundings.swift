import CRDT
import Glibc
import Storage

/// What lies about a store: who may read it, what an earlier repair left, and the clock.
struct StoreSurroundings {
    private let session: Session
    private static let dayMilliseconds: UInt64 = 86_400_000

    init(_ session: Session) {
        self.session = session
    }

    func findings() -> [Finding] {
        var found: [Finding] = []
        for path in secretFiles where isOpenToOthers(path) {
            found.append(Finding("others may read or write \(path)", .tidy))
        }
        for name in leftovers {
            found.append(Finding("\(name) was left by a repair that did not end", .tidy))
        }
        if let words = clockTrouble { found.append(Finding(words, .tidy)) }
        return found
    }

    /// Closes files to others and takes away what a repair left.
    func tidy() {
        for path in secretFiles where isOpenToOthers(path) {
            chmod(path, path == session.folder ? 0o700 : 0o600)
        }
        for name in leftovers {
            let folder = session.folder + "/" + name
            for file in ["store.db", "store.db-wal", "store.db-shm", "store.lock"] {
                unlink(folder + "/" + file)
            }
            rmdir(folder)
        }
    }

    private var secretFiles: [String] {
        [session.folder] + ["store.db", "store.db-wal"].map { session.folder + "/" + $0 }
    }

    private func isOpenToOthers(_ path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0 else { return false }
        // A folder that others may only look into gives nothing away: the files in it are closed.
        let mask: mode_t = path == session.folder ? 0o022 : 0o077
        return info.st_mode & mask != 0
    }

    private var leftovers: [String] {
        guard let folder = opendir(session.folder) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.utf8.starts(with: "repair-".utf8), name.utf8.count == 13 { names.append(name) }
        }
        return names.sorted()
    }

    private var clockTrouble: String? {
        let latest = (try? session.read { $0.transaction.clock.latest.milliseconds }) ?? 0
        guard latest > session.now &+ Self.dayMilliseconds else { return nil }
        let days = (latest - session.now) / Self.dayMilliseconds
        return "this machine's clock is \(days) days behind what this store has seen; "
            + "nothing is lost by it, but check the clock"
    }
}
