import CommandLine
import Compression
import Crypto
import Glibc
import HTTPClient
import HTTPMessage
import JSON
import Storage
import SyncHTTP
import WireFormat

/// A server as the commands speak to it: requests out, answers or reasons back.
///
/// A server that does not answer costs a command at most about 16 seconds: 5 to connect, then 10 in
/// which nothing moves; after such a failure nothing further is tried. One that trickles costs at
/// most 20 seconds and what its octets take at 512 a second, and an exchange never over 10 minutes.
struct ServerClient {
    /// How long an exchange of a few hundred octets may take, in milliseconds.
    static let smallMillisecondsMax = 15_000
    /// How many octets an answer in JSON may have.
    static let jsonOctetsMax = 8 << 20
    /// Shorter messages are not compressed, in octets.
    static let compressedFrom = 1_024
    /// How often a server that says it is busy is asked.
    private static let busyTriesMax = 4

    let address: ServerAddress
    let token: String?
    private let transport: any HTTPTransport
    private let progress: ProgressLine?
    private let trace: ((String) -> Void)?

    init(_ address: ServerAddress, token: String?, allowsInsecure: Bool, _ console: Console) {
        self.address = address
        self.token = token
        var configuration = CurlConfiguration(userAgent: "postil/\(ClientProgram.version)")
        configuration.allowsInsecure = allowsInsecure
        let line = console.progressLine
        progress = line
        trace = console.isVerbose ? console.err : nil
        var shown: CurlTransport.ProgressHandler?
        if let line { shown = { line.show($0) } }
        transport = CurlTransport(configuration: configuration, progress: shown)
    }

    /// The server that the store is logged in to.
    ///
    /// - Throws: `CommandFailure` if it is logged in to none.
    init(_ session: Session) throws {
        let (address, token, allowsInsecure) = try session.read { workspace in
            let transaction = workspace.transaction
            let stored = try transaction.setting(.serverURL).map {
                String(decoding: $0, as: UTF8.self)
            }
            let token = try transaction.setting(.token).map { String(decoding: $0, as: UTF8.self) }
            return (
                stored.flatMap(ServerAddress.init(stored:)), token,
                try transaction.setting(.allowInsecure) == [1]
            )
        }
        guard let address, let token else {
            let url = address?.url ?? "URL"
            throw CommandFailure(
                .notAllowed, code: ProblemType.loginNeeded.rawValue,
                address.map { "this store is not logged in to \($0.host) any more" }
                    ?? "this store is not logged in to a server",
                evidence: ["all that you wrote is safe in this store"],
                hints: ["postil login \(url) --invite CODE"])
        }
        self.init(address, token: token, allowsInsecure: allowsInsecure, session.console)
    }

    // MARK: Sending

    /// Asks for JSON, and returns the object that came.
    ///
    /// - Parameters:
    ///   - member: what every answer of a server of ours to this request has, so that no stranger's
    ///     success is taken for one.
    ///   - isIdempotent: whether the request may be sent again when the connection is lost.
    func json(
        _ method: HTTPMethod, _ path: String, having member: String, isIdempotent: Bool = true,
        _ body: ((inout JSONWriter) -> Void)? = nil
    ) throws -> JSONValue {
        var request = request(method, path)
        request.responseBytesMax = Self.jsonOctetsMax
        request.totalMillisecondsMax = Self.smallMillisecondsMax
        request.fields["Accept"] = "application/json"
        if let body {
            var writer = JSONWriter()
            writer.object(nil, body)
            request.body = Array(writer.text.utf8)
            request.fields["Content-Type"] = "application/json"
        }
        let response = try send(request, isIdempotent: isIdempotent)
        guard (200...299).contains(response.status) else { throw failure(response) }
        try checkDigest(response)
        let limits = JSONLimits(depthMax: 32, bytesMax: Self.jsonOctetsMax)
        guard let value = try? JSONReader.parse(response.body, limits: limits),
            value[member] != nil
        else { throw foreign(response) }
        return value
    }

    /// Sends a sync request's octets, and returns those of the answer.
    func sync(_ octets: [UInt8]) throws -> [UInt8] {
        try message(octets, to: SyncRoute.sync)
    }

    /// Sends a message's octets, which may go twice, and returns those of the answer.
    func message(_ octets: [UInt8], to path: String) throws -> [UInt8] {
        var request = request(.post, path)
        request.responseBytesMax = WireLimits.messageOctetsMax
        request.fields["Content-Type"] = SyncRoute.mediaType
        request.fields["Accept"] = SyncRoute.mediaType
        request.fields["Accept-Encoding"] = "zstd"
        request.body = octets
        if octets.count > Self.compressedFrom, let frame = Zstandard.compress(octets) {
            request.body = frame
            request.fields["Content-Encoding"] = "zstd"
        }
        let response = try send(request, isIdempotent: true)
        guard response.status == 200 else { throw failure(response) }
        guard isMedia(response, SyncRoute.mediaType) else { throw foreign(response) }
        try checkDigest(response)
        switch response.fields["Content-Encoding"]?.lowercased() {
        case nil, "identity": return response.body
        case "zstd":
            do {
                return try Zstandard.decompress(response.body, max: WireLimits.messageOctetsMax)
            } catch { throw unreadable("\(error)") }
        default: throw foreign(response)
        }
    }

    /// Refuses what was damaged on the way: taken for what the server says, it would stop a set.
    private func checkDigest(_ response: HTTPResponse) throws {
        guard !ContentDigest.denies(response.fields[ContentDigest.field], response.body) else {
            throw unreadable("it was damaged on the way")
        }
    }

    func request(_ method: HTTPMethod, _ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(method: method, url: address.url + path)
        if let token { request.fields["Authorization"] = "Bearer \(token)" }
        return request
    }

    /// Sends a request; again if it may be, when the connection was lost or the server is busy.
    func send(_ request: HTTPClientRequest, isIdempotent: Bool) throws -> HTTPResponse {
        var request = request
        request.isIdempotent = isIdempotent
        var wasCut = false
        var busyTries = 1
        while true {
            do {
                defer { progress?.clear() }
                let response = try traced(request)
                let isBusy =
                    response.status == ProblemType.busy.status && problem(response) == .busy
                guard isBusy, isIdempotent, busyTries < Self.busyTriesMax else { return response }
                usleep(UInt32(200_000 * busyTries))
                busyTries += 1
            } catch {
                // A connection kept from the request before may have ended in between.
                let mayGoAgain = error.code == .cutOff && (isIdempotent || !error.mayHaveHappened)
                if wasCut || !mayGoAgain { throw failure(error) }
                wasCut = true
            }
        }
    }

    /// Sends a request once; a line says what became of it, and holds neither token nor body.
    private func traced(_ request: HTTPClientRequest) throws(TransportError) -> HTTPResponse {
        guard let trace else { return try transport.send(request) }
        let start = ContinuousClock.now
        func tell(_ end: String) {
            let path = String(request.url.dropFirst(address.url.count).prefix { $0 != "?" })
            let spent = Int((ContinuousClock.now - start) / .milliseconds(1))
            trace("\(request.method.rawValue) \(TerminalSafe.line(path)): \(end), \(spent) ms\n")
        }
        do throws(TransportError) {
            let response = try transport.send(request)
            let sizes = "\(request.body.count) octets sent, \(response.body.count) received"
            tell("\(response.status), \(sizes)")
            return response
        } catch {
            tell("failed, \(error.code)")
            throw error
        }
    }
}
