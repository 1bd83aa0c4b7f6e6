import Glibc
import SQLite

/// Rows that nothing gives back, kept beside the store, one JSON object a line.
public struct LostRows: Sendable {
    /// The file; there is none where nothing was lost.
    public let path: String

    /// Takes the path.
    public init(path: String) { self.path = path }

    /// Writes lines behind what is there; they last before this returns.
    ///
    /// - Throws: `full`, `io`; then nothing may be taken out of the store.
    public func append(_ lines: [String]) throws(StoreError) {
        if lines.isEmpty { return }
        let octets = Array((lines.joined(separator: "\n") + "\n").utf8)
        do {
            try writeFile(octets, at: path, flags: O_CREAT | O_APPEND | O_NOFOLLOW)
            try syncFolder(of: path)
        } catch {
            throw StoreError(
                error.code == .full ? .full : .io,
                "could not keep what nothing gives back: \(error.sentence); the store is as it was",
                cause: error)
        }
    }

    /// Whether there is such a file.
    public var isThere: Bool { access(path, F_OK) == 0 }
}
