import Storage
import Synchronization

/// Counts what the server does, for `/metrics`.
final class Metrics: Sendable {
    /// What a sync moved.
    struct Sync: Equatable, Sendable {
        var bundles = 0
        var accepted = 0
        var refused = 0
        var bytesIn = 0
        var bytesOut = 0
    }

    private struct Answer: Hashable {
        let route: String
        let status: Int
    }

    private struct Counts {
        var answers: [Answer: Int] = [:]
        var sync = Sync()
    }

    private let counts = Mutex(Counts())

    /// Counts an answer.
    func note(route: Route?, status: Int) {
        let answer = Answer(route: route?.rawValue ?? "none", status: status)
        counts.withLock { $0.answers[answer, default: 0] &+= 1 }
    }

    /// Counts a sync.
    func note(_ sync: Sync) {
        counts.withLock { counts in
            counts.sync.bundles &+= sync.bundles
            counts.sync.accepted &+= sync.accepted
            counts.sync.refused &+= sync.refused
            counts.sync.bytesIn &+= sync.bytesIn
            counts.sync.bytesOut &+= sync.bytesOut
        }
    }

    /// The numbers in the text format of Prometheus, 0.0.4.
    func text(_ store: ServerStore.Counts, storeBytes: Int) -> String {
        let now = counts.withLock { $0 }
        var text = "# TYPE postil_requests_total counter\n"
        let answers = now.answers.sorted {
            ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status)
        }
        for (answer, count) in answers {
            let labels = "route=\"\(answer.route)\",status=\"\(answer.status)\""
            text += "postil_requests_total{\(labels)} \(count)\n"
        }
        let sync = now.sync
        text += Self.line("postil_pushed_bundles_total", "counter", sync.bundles)
        text += Self.line("postil_ops_accepted_total", "counter", sync.accepted)
        text += Self.line("postil_ops_refused_total", "counter", sync.refused)
        text += Self.line("postil_sync_received_bytes_total", "counter", sync.bytesIn)
        text += Self.line("postil_sync_sent_bytes_total", "counter", sync.bytesOut)
        text += Self.line("postil_store_bytes", "gauge", storeBytes)
        text += Self.line("postil_accounts", "gauge", store.accounts)
        text += Self.line("postil_devices", "gauge", store.devices)
        text += Self.line("postil_sets", "gauge", store.sets)
        text += Self.line("postil_records", "gauge", store.records)
        return text + Self.line("postil_blobs", "gauge", store.blobs)
    }

    private static func line(_ name: String, _ type: String, _ value: Int) -> String {
        "# TYPE \(name) \(type)\n\(name) \(value)\n"
    }
}
