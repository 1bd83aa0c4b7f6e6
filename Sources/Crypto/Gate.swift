internal import Glibc
internal import Synchronization

/// Lets a few callers do costly work at once, a few more wait, and turns the others away.
final class Gate: Sendable {
    // Sendable: sem_wait and sem_post may be called on any thread (POSIX).
    private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>
    private let present = Mutex(0)
    private let presentMax: Int

    init(atOnce: Int, waitingMax: Int) {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, UInt32(clamping: atOnce))
        presentMax = atOnce + waitingMax
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Runs `body` when it is its turn; nil, at once, if too many wait already.
    func pass<T>(_ body: () -> T) -> T? {
        let isLetIn = present.withLock { present in
            guard present < presentMax else { return false }
            present += 1
            return true
        }
        guard isLetIn else { return nil }
        defer { present.withLock { $0 -= 1 } }
        while sem_wait(semaphore) != 0 {}
        defer { sem_post(semaphore) }
        return body()
    }
}
