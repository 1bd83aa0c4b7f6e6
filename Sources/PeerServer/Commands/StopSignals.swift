import Glibc

/// The signals that ask the server to stop, kept from all threads and waited for by one.
struct StopSignals {
    private var set = sigset_t()

    /// Keeps the signals from this thread and all that it starts. Call before any is started.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Returns when one of them comes. After that, a second one ends the process at once.
    mutating func wait() {
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
