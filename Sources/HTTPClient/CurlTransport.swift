import CCurl
import Glibc
public import HTTPMessage
import Synchronization

/// Sends requests over libcurl, one at a time, and keeps the connection for the next.
///
/// TLS is verified. Redirects are not followed, cookies not kept, bodies not decompressed, and
/// no proxy stands between this machine and itself. The program must ignore `SIGPIPE`.
///
/// A class because it owns a connection; senders on several threads wait for each other.
public final class CurlTransport: HTTPTransport {
    /// Hears how far an exchange is, on the sending thread.
    public typealias ProgressHandler = @Sendable (TransferProgress) -> Void

    private let configuration: CurlConfiguration
    private let progress: ProgressHandler?
    private let handle = Mutex<EasyHandle?>(nil)

    /// Prepares to send; libcurl is opened at the first request.
    public init(configuration: CurlConfiguration, progress: ProgressHandler? = nil) {
        var configuration = configuration
        if configuration.certificatesFile == nil, let named = getenv("SSL_CERT_FILE") {
            configuration.certificatesFile = String(cString: named)
        }
        self.configuration = configuration
        self.progress = progress
    }

    /// Sends `request` and returns the whole response.
    /// - Throws: `TransportError`.
    public func send(_ request: HTTPClientRequest) throws(TransportError) -> HTTPResponse {
        guard request.fields.all.allSatisfy(\.isWellFormed) else {
            throw TransportError(
                code: .badURL,
                message: "cannot send to \(TargetURL.shown(request.url)): "
                    + "a field has a bad name or a control byte in its value",
                mayHaveHappened: false)
        }
        let result = handle.withLock { kept -> Result<HTTPResponse, TransportError> in
            Result { () throws(TransportError) -> HTTPResponse in
                let easy = if let kept { kept } else { try open(for: request) }
                kept = easy
                return try Exchange(easy, configuration, request, progress).run()
            }
        }
        return try result.get()
    }

    private func open(for request: HTTPClientRequest) throws(TransportError) -> EasyHandle {
        let reason: String
        switch CurlLibrary.shared {
        case .success(let library):
            if let easy = EasyHandle(library) { return easy }
            reason = "out of memory"
        case .failure(let failure):
            reason = failure.reason
        }
        throw TransportError(
            code: .unreachable,
            message: "cannot send to \(TargetURL.shown(request.url)): libcurl cannot be used "
                + "(\(reason)); install libcurl4",
            mayHaveHappened: false)
    }
}
