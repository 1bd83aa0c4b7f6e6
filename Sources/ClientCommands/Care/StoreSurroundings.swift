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

    /// Files that others may read, and what a repair left.
    func files() -> [Finding] {
        var found: [Finding] = []
        for path in secretFiles where isOpenToOthers(path) {
            found.append(
                Finding("others may read or write \(path)", .tidy, advice: "chmod go= \(path)"))
        }
        for name in ClientStore.leftovers(in: session.folder) {
            found.append(
                Finding(
                    "\(name) was left by a repair that did not end", .tidy,
                    advice: "rm -r \(session.folder)/\(name)"))
        }
        return found
    }

    /// A clock that cannot be right.
    func clock() -> [Finding] {
        clockTrouble.map { [Finding($0, .tidy, advice: "date")] } ?? []
    }

    /// Closes files to others and takes away what a repair left.
    func tidy() {
        for path in secretFiles where isOpenToOthers(path) {
            // A link is none of ours; the folder itself may well be one.
            let isFolder = path == session.folder
            fchmodat(
                AT_FDCWD, path, isFolder ? 0o700 : 0o600, isFolder ? 0 : AT_SYMLINK_NOFOLLOW)
        }
        ClientStore.removeLeftovers(in: session.folder)
    }

    /// The store as it was before the newest repair; nil if there was none.
    var newestBackup: String? {
        names.filter { $0.hasPrefix("before-repair-") && $0.hasSuffix(".db") }
            .max { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
            .map { session.folder + "/" + $0 }
    }

    private var secretFiles: [String] {
        [session.folder] + ["store.db", "store.db-wal"].map { session.folder + "/" + $0 }
    }

    private func isOpenToOthers(_ path: String) -> Bool {
        var info = stat()
        let isFolder = path == session.folder
        guard fstatat(AT_FDCWD, path, &info, isFolder ? 0 : AT_SYMLINK_NOFOLLOW) == 0,
            info.st_mode & S_IFMT != S_IFLNK
        else { return false }
        // A folder that others may only look into gives nothing away: the files in it are closed.
        let mask: mode_t = isFolder ? 0o022 : 0o077
        return info.st_mode & mask != 0
    }

    private var names: [String] {
        guard let folder = opendir(session.folder) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }

    private var clockTrouble: String? {
        let latest = (try? session.read { $0.transaction.clock.latest.milliseconds }) ?? 0
        guard latest > session.now &+ Self.dayMilliseconds else { return nil }
        let days = (latest - session.now) / Self.dayMilliseconds
        return "this machine's clock is \(days) days behind what this store has seen; "
            + "nothing is lost by it, but check the clock"
    }
}
