import Glibc

/// The right to serve a data folder, given back when the last reference goes away.
final class ServeClaim: Sendable {
    private let file: Int32

    init(file: Int32) { self.file = file }

    deinit { close(file) }

    /// Says in the lock's file where the folder is served; for messages only.
    func say(_ url: String) {
        let bytes = Array((url + "\n").utf8)
        guard ftruncate(file, 0) == 0 else { return }
        _ = pwrite(file, bytes, bytes.count, 0)
    }
}
