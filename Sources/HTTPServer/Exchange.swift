import CMicroHTTPD
import Glibc
import HTTPMessage
import Synchronization

/// Carries one request from its first line to the end of its response.
///
/// The library calls with it three times or more: for the head, for each part of the body, for
/// the end of the body, and again when a suspended connection goes on.
// Sendable: all but `state` is touched only in the library's callbacks, which never overlap for one
// connection; `state` is behind a Mutex.
final class Exchange: @unchecked Sendable {
    let service: Service
    let record: ConnectionRecord
    /// Where and how long the target is for the library; see `HeadLayout`.
    private let targetExtent: (address: UInt, bytes: Int)
    private let target: String
    private var phase = Phase.head
    private var request: HTTPRequest?
    private var isCounted = false
    private var promisedBytes = 0
    private var staysOpen = false
    private var transferStart: Int64 = 0
    private let state = Mutex(State.open)

    private enum Phase { case head, body, answer, done }

    private enum State {
        case open
        case suspended(Suspension)
        case answered(HTTPResponse)
    }

    /// Opens the exchange once the request line is read.
    init(_ service: Service, _ record: ConnectionRecord, target: UnsafePointer<CChar>) {
        self.service = service
        self.record = record
        targetExtent = (UInt(bitPattern: target), strlen(target))
        self.target = HeadReader.text(target, bytesMax: service.configuration.limits.targetBytesMax)
        let now = MonotonicClock.milliseconds
        record.setWaiting(since: now)
        record.setDeadline(now &+ Int64(service.configuration.deadlines.headMilliseconds))
    }

    /// Goes one step further.
    func access(
        _ connection: OpaquePointer, method: String, version: UnsafePointer<CChar>,
        part: UnsafeRawBufferPointer
    ) -> MHD_Result {
        switch phase {
        case .head:
            return begin(connection, method: method, version: version)
        case .body where !part.isEmpty:
            return take(part)
        case .body:
            return finishBody(connection)
        case .answer, .done:
            return reply(connection)
        }
    }

    private func begin(
        _ connection: OpaquePointer, method: String, version: UnsafePointer<CChar>
    ) -> MHD_Result {
        do throws(RequestHeadRefusal) {
            let head = try HeadReader.read(
                connection, method: method, target: target, version: version,
                targetExtent: targetExtent, fieldsMax: service.configuration.limits.fieldsMax)
            let checked = try head.checked(service.configuration.limits)
            if let refusal = service.begin(bodyBytes: checked.bodyBytes) { throw refusal }
            isCounted = true
            promisedBytes = checked.bodyBytes
            staysOpen = checked.staysOpen
            request = HTTPRequest(
                method: checked.method, path: checked.path, query: checked.query,
                fields: head.fields, peerAddress: record.peerAddress)
            request?.body.reserveCapacity(min(checked.bodyBytes, Self.reservedBytesMax))
            phase = .body
            startTransfer()
            return .YES
        } catch {
            phase = .done
            startTransfer()
            return ReplyBuilder.queue(
                .text(error.status, error.reason), on: connection, staysOpen: false)
        }
    }

    /// What is set aside for a body before it arrives: a client that promises and sends nothing
    /// costs no more.
    private static let reservedBytesMax = 64 << 10

    /// Each so many bytes of a body show that the client is in earnest.
    private static let stepBytes = 16 << 10

    private func take(_ part: UnsafeRawBufferPointer) -> MHD_Result {
        let count = request?.body.count ?? 0
        guard part.count <= promisedBytes - count else { return .NO }
        request?.body.append(contentsOf: part)
        if (count + part.count) / Self.stepBytes > count / Self.stepBytes {
            record.setWaiting(since: MonotonicClock.milliseconds)
        }
        extendTransfer(bytes: count + part.count)
        return .YES
    }

    private func finishBody(_ connection: OpaquePointer) -> MHD_Result {
        guard let request, request.body.count == promisedBytes else { return .NO }
        self.request = nil
        phase = .answer
        record.clearDeadline()
        record.setWaiting(since: .max)
        service.handler(request, Responder(self))
        if hasAnswer { return reply(connection) }
        guard service.suspend(self) else {
            answer(.text(503, "the server stops"))
            return reply(connection)
        }
        let isWaiting = state.withLock { state in
            if case .answered = state { return false }
            MHD_suspend_connection(connection)
            state = .suspended(Suspension(connection))
            return true
        }
        if isWaiting { return .YES }
        service.resume(self)
        return reply(connection)
    }

    /// Gives the answer, from any thread; only the first counts.
    func answer(_ response: HTTPResponse) {
        let suspension = state.withLock { state -> Suspension? in
            switch state {
            case .answered: return nil
            case .open:
                state = .answered(response)
                return nil
            case .suspended(let suspension):
                state = .answered(response)
                return suspension
            }
        }
        guard let suspension else { return }
        suspension.end()
        service.resume(self)
    }

    private var hasAnswer: Bool {
        state.withLock { if case .answered = $0 { true } else { false } }
    }

    private func reply(_ connection: OpaquePointer) -> MHD_Result {
        guard phase == .answer else { return .NO }
        phase = .done
        let response = state.withLock { state -> HTTPResponse? in
            if case .answered(let response) = state { return response }
            return nil
        }
        guard let response else { return .NO }
        startTransfer()
        extendTransfer(bytes: response.body.count)
        return ReplyBuilder.queue(response, on: connection, staysOpen: staysOpen)
    }

    /// Closes the exchange, whether its response went out or not.
    func complete() {
        if isCounted { service.end(bodyBytes: promisedBytes) }
        let now = MonotonicClock.milliseconds
        record.setWaiting(since: now)
        record.setDeadline(now &+ Int64(service.configuration.deadlines.idleMilliseconds))
    }

    private func startTransfer() {
        transferStart = MonotonicClock.milliseconds
        extendTransfer(bytes: 0)
    }

    private func extendTransfer(bytes: Int) {
        record.setDeadline(
            transferStart
                &+ service.configuration.deadlines.transferMilliseconds(afterBytes: bytes))
    }
}
