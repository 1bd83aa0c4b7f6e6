import Glibc
import Synchronization

/// Knows all open connections, and closes those beyond their deadline.
///
/// The HTTP library only has an idle timeout, which a byte now and then defeats.
final class ConnectionTable: Sendable {
    private let records = Mutex<[Int32: ConnectionRecord]>([:])
    private let tickMilliseconds: Int32
    private let crowdedMilliseconds: Int64
    private let crowdedFrom: Int
    private let thread = Mutex<Running?>(nil)

    private struct Running {
        let thread: pthread_t
        /// Closing it wakes the thread and ends it.
        let stopSignal: Int32
    }

    /// Looks for connections beyond their deadline often enough for the shortest one.
    init(_ deadlines: HTTPServerDeadlines, connectionsMax: Int) {
        crowdedMilliseconds = Int64(deadlines.crowdedMilliseconds)
        crowdedFrom = connectionsMax - connectionsMax / 8
        let shortest = min(
            deadlines.headMilliseconds, deadlines.idleMilliseconds,
            deadlines.transferGraceMilliseconds)
        tickMilliseconds = Int32(max(10, min(1_000, shortest / 4)))
    }

    func insert(_ record: ConnectionRecord) {
        records.withLock { $0[record.socket] = record }
    }

    /// Forgets the connection of `socket`; called before the socket is closed, so that its number
    /// never means another one while it stands here.
    func remove(socket: Int32) {
        _ = records.withLock { $0.removeValue(forKey: socket) }
    }

    /// Starts the thread that closes late connections.
    /// - Returns: whether the system granted the thread.
    func start() -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var started: pthread_t = 0
        let context = Unmanaged.passRetained(Reaper(table: self, stopSignal: ends[0]))
        guard pthread_create(&started, nil, reap, context.toOpaque()) == 0 else {
            context.release()
            for end in ends { close(end) }
            return false
        }
        let running = Running(thread: started, stopSignal: ends[1])
        thread.withLock { $0 = running }
        return true
    }

    /// Ends the thread and waits for it.
    func stop() {
        let running = thread.withLock { running in
            defer { running = nil }
            return running
        }
        guard let running else { return }
        close(running.stopSignal)
        pthread_join(running.thread, nil)
    }

    fileprivate func run(until stopSignal: Int32) {
        var signal = pollfd(fd: stopSignal, events: Int16(POLLIN), revents: 0)
        while poll(&signal, 1, tickMilliseconds) <= 0 {
            let now = MonotonicClock.milliseconds
            records.withLock { open in
                let isCrowded = open.count >= crowdedFrom
                let waited = isCrowded ? now &- crowdedMilliseconds : .min
                for record in open.values { record.shutIfPast(now, waitedForSince: waited) }
            }
        }
        close(stopSignal)
    }
}

/// Hands the table to its thread, which alone keeps it.
private final class Reaper: Sendable {
    let table: ConnectionTable
    let stopSignal: Int32

    init(table: ConnectionTable, stopSignal: Int32) {
        self.table = table
        self.stopSignal = stopSignal
    }
}

/// Runs the table's thread.
private let reap: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    context in
    guard let context else { return nil }
    let reaper = Unmanaged<Reaper>.fromOpaque(context).takeRetainedValue()
    reaper.table.run(until: reaper.stopSignal)
    return nil
}
