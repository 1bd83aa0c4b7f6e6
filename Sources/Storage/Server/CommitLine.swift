internal import Glibc
internal import Synchronization

/// The line of changes that wait to be committed, and the thread that commits them.
// Sendable: what changes lies in the mutex, and semaphores are made for several threads.
final class CommitLine: @unchecked Sendable {
    struct Job: Sendable {
        let body: GroupCommit.Body
        let completion: GroupCommit.Completion
    }

    private struct State {
        var waiting: [Job] = []
        var isEnded = false
        var hasThread = false
    }

    /// Changes in one transaction: so many that the flush is cheap for each, so few that no one
    /// waits long.
    private static let batchMax = 256

    private let store: ServerStore
    private let state = Mutex(State())
    private let work = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let done = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init(_ store: ServerStore) {
        self.store = store
        sem_init(work, 0, 0)
        sem_init(done, 0, 0)
    }

    deinit {
        sem_destroy(work)
        sem_destroy(done)
        work.deallocate()
        done.deallocate()
    }

    /// Starts the thread; without one, changes are committed by those who submit them.
    func start() {
        let line = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { line in
                if let line { Unmanaged<CommitLine>.fromOpaque(line).takeRetainedValue().run() }
                return nil
            }, line.toOpaque())
        guard result == 0 else {
            line.release()
            return
        }
        pthread_detach(thread)
        state.withLock { $0.hasThread = true }
    }

    func submit(_ job: Job) {
        let (isTaken, isAlone) = state.withLock { state in
            guard !state.isEnded else { return (false, false) }
            if state.hasThread { state.waiting.append(job) }
            return (true, !state.hasThread)
        }
        if !isTaken {
            let sentence = "could not write to \(store.folder): the store is being closed"
            job.completion(.failure(StoreError(.brokenInvariant, sentence)))
        } else if isAlone {
            commit([job])
        } else {
            sem_post(work)
        }
    }

    /// Takes no more jobs; the thread ends when none is left.
    func end() {
        state.withLock { $0.isEnded = true }
        sem_post(work)
    }

    /// Returns once the thread has ended.
    func wait() {
        guard state.withLock({ $0.hasThread }) else { return }
        while sem_wait(done) != 0 {}
        // Whoever else waits is let through in turn.
        sem_post(done)
    }

    private func run() {
        while let batch = next() {
            if !batch.isEmpty { commit(batch) }
        }
        sem_post(done)
    }

    /// The next jobs, none if they went with those before; nil at the end.
    private func next() -> [Job]? {
        while sem_wait(work) != 0 {}
        return state.withLock { state in
            let batch = Array(state.waiting.prefix(Self.batchMax))
            state.waiting.removeFirst(batch.count)
            if !state.waiting.isEmpty { sem_post(work) }
            return batch.isEmpty && state.isEnded ? nil : batch
        }
    }

    private func commit(_ batch: [Job]) {
        let results = store.commit(batch.map(\.body))
        for (job, result) in zip(batch, results) { job.completion(result) }
    }
}
