import CommandLine
public import Crypto
public import HTTPMessage
import JSON
public import Storage
import SyncEngine
import SyncHTTP
import Synchronization

/// The server as a function from requests to responses; sockets are somebody else's.
///
/// Each request is looked at on a snapshot of the store. What changes the store goes to the one
/// writer, which looks at the rights again: what is refused there was allowed a moment ago.
public final class PeerServer: Sendable {
    /// Gives the time, in milliseconds since 1970.
    public typealias Clock = @Sendable () -> UInt64
    /// Takes the answer, at once or later, on any thread.
    public typealias Reply = @Sendable (HTTPResponse) -> Void

    let store: ServerStore
    let key: DeviceKey
    let now: Clock
    let hashing = BLAKE2b()
    let checker = Ed25519Checker()
    let randomness = SystemRandomness()
    let metrics = Metrics()
    let codeTries = TryLimiter()
    let isReconciling = Atomic(false)
    let storeBytes: @Sendable () -> Int
    private let reportFault: @Sendable (String) -> Void
    private let commits: GroupCommit

    /// Serves a store, signing as `key`.
    ///
    /// - Parameters:
    ///   - storeBytes: the octets the store takes on its disk.
    ///   - reportFault: takes a line for the server's own log, whenever something fails inside.
    public init(
        store: ServerStore, key: DeviceKey, now: @escaping Clock,
        storeBytes: @escaping @Sendable () -> Int = { 0 },
        reportFault: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.store = store
        self.key = key
        self.now = now
        self.storeBytes = storeBytes
        self.reportFault = reportFault
        commits = GroupCommit(store)
    }

    /// Refuses changes from now on and waits for those under way.
    public func close() { commits.close() }

    /// Answers a request.
    public func answer(_ request: HTTPRequest, reply: @escaping Reply) {
        switch RouteMatch(request.method, request.path) {
        case .none: finish(nil, .failure(Problem.notFound), reply)
        case .otherMethods(let methods):
            let names = methods.map(\.rawValue).joined(separator: ", ")
            var response = Problem(.methodNotAllowed, "this path knows \(names)").response
            response.fields["Allow"] = names
            finish(nil, .success(Outcome(response)), reply)
        case .route(let route, let words):
            let call = Call(route: route, words: words, request: request, now: now())
            start(call) { self.finish(call, $0, reply) }
        }
    }

    private typealias Finish = @Sendable (Result<Outcome, any Error>) -> Void

    private func start(_ call: Call, finish: @escaping Finish) {
        let step: Step
        do {
            step = try look(call)
        } catch {
            return finish(.failure(error))
        }
        switch step {
        case .done(let outcome): finish(.success(outcome))
        case .change(let change): submit(call, change, finish: finish)
        }
    }

    private func look(_ call: Call) throws -> Step {
        switch call.route {
        case .health: return .done(Outcome(.json { $0.member("status", "ok") }))
        case .version: return .done(Outcome(version))
        case .metrics: return .done(Outcome(try metricsPage()))
        case .ready: return .done(Outcome(try readiness()))
        default:
            return try store.read { store in
                let caller = try admit(call, store)
                return try step(call, store, caller)
            }
        }
    }

    private func submit(_ call: Call, _ change: @escaping Step.Change, finish: @escaping Finish) {
        let made = Slot<Outcome>()
        commits.submit(
            { [self] store in
                let caller = try admit(call, store)
                made.value.withLock { $0 = nil }
                let outcome = try change(store, caller)
                made.value.withLock { $0 = outcome }
            },
            completion: { result in
                finish(
                    result.flatMap {
                        made.value.withLock { $0 }.map { .success($0) }
                            ?? .failure(Problem(.internalError, "the change gave no answer"))
                    })
            })
    }

    private func finish(_ call: Call?, _ result: Result<Outcome, any Error>, _ reply: Reply) {
        var response: HTTPResponse
        switch result {
        case .success(let outcome):
            if let sync = outcome.sync { metrics.note(sync) }
            response = outcome.response
        case .failure(let error):
            let problem = Problem(reason: error)
            if problem.type == .internalError {
                reportFault("\(call?.route.rawValue ?? "none"): \(error)")
            }
            if problem.type == .inviteInvalid, let call {
                codeTries.note(call.request.peerAddress, now: call.now)
            }
            response = problem.response
        }
        // Caches may keep a 404 unasked, and what is not there now may be there next.
        if !response.fields.contains("Cache-Control") {
            response.fields["Cache-Control"] = "no-store"
        }
        metrics.note(route: call?.route, status: response.status)
        reply(response)
    }
}

/// A place that a change fills on the writer's thread.
private final class Slot<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
