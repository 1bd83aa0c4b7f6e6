import CCurl
import HTTPMessage

/// Carries one request through a handle of libcurl.
struct Exchange {
    let easy: EasyHandle
    private let configuration: CurlConfiguration
    let request: HTTPClientRequest
    let transfer: Transfer
    private let url: TargetURL

    /// Checks the URL; nothing is sent.
    init(
        _ easy: EasyHandle, _ configuration: CurlConfiguration, _ request: HTTPClientRequest,
        _ progress: CurlTransport.ProgressHandler?
    ) throws(TransportError) {
        self.easy = easy
        self.configuration = configuration
        self.request = request
        url = try TargetURL(
            request.url, library: easy.library, allowsInsecure: configuration.allowsInsecure)
        transfer = Transfer(
            configuration, bodyBytesMax: request.responseBytesMax, progress: progress)
    }

    /// Sends the request and waits for the response.
    func run() throws(TransportError) -> HTTPResponse {
        easy.reset()
        defer { easy.reset() }
        let list = fieldList()
        defer { easy.library.listFree(list) }
        // libcurl takes no body at a null pointer for a body of no bytes.
        let body = request.body.isEmpty ? [0] : request.body
        let outcome = body.withUnsafeBytes { bytes -> CURLcode? in
            guard setLimits(), setTrust(), setMethod(bytes.baseAddress), setReceivers(),
                easy.set(CURLOPT_HTTPHEADER, pointer: list)
            else { return nil }
            return easy.library.easyPerform(easy.pointer)
        }
        guard let outcome else { throw failure(.badURL, "the request cannot be prepared") }
        guard outcome == CURLE_OK else { throw failure(outcome) }
        // libcurl takes a connection that ends within the head for the end of the response.
        guard transfer.isHeadOver else { throw failure(CURLE_PARTIAL_FILE) }
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        guard (200...599).contains(status) else {
            throw failure(.protocolError, "it answered with status \(status)")
        }
        return HTTPResponse(status: status, fields: transfer.fields, body: transfer.body)
    }

    private func setLimits() -> Bool {
        let total = request.totalMillisecondsMax ?? configuration.totalMillisecondsMax
        return easy.set(CURLOPT_NOSIGNAL, 1)
            && easy.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, configuration.connectMillisecondsMax))
            && easy.set(CURLOPT_TIMEOUT_MS, max(1, total))
            && easy.set(CURLOPT_MAXAGE_CONN, Self.reuseSecondsMax)
            && easy.set(CURLOPT_FOLLOWLOCATION, 0)
            // Over a connection that was kept, libcurl sends again what got no answer.
            && easy.set(CURLOPT_FRESH_CONNECT, request.isIdempotent ? 0 : 1)
    }

    /// Servers close idle connections after some 30 s; to reuse one sooner avoids the race.
    private static let reuseSecondsMax = 25

    private func setTrust() -> Bool {
        guard easy.set(CURLOPT_CURLU, pointer: UnsafeRawPointer(url.pointer)),
            easy.set(CURLOPT_PROTOCOLS_STR, "http,https"),
            easy.set(CURLOPT_PATH_AS_IS, 1),
            easy.set(CURLOPT_SSL_VERIFYPEER, 1),
            easy.set(CURLOPT_SSL_VERIFYHOST, 2),
            easy.set(CURLOPT_USERAGENT, configuration.userAgent)
        else { return false }
        if url.isLoopback && !easy.set(CURLOPT_PROXY, "") { return false }
        guard let file = configuration.certificatesFile else { return true }
        return easy.set(CURLOPT_CAINFO, file)
    }

    private func setMethod(_ body: UnsafeRawPointer?) -> Bool {
        switch request.method {
        case .head where request.body.isEmpty:
            return easy.set(CURLOPT_NOBODY, 1)
        case .get, .head, .delete, .options:
            guard !request.body.isEmpty else {
                return easy.set(CURLOPT_HTTPGET, 1)
                    && easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            }
            return setBody(body)
        case .put, .post, .patch:
            return setBody(body)
        }
    }

    private func setBody(_ body: UnsafeRawPointer?) -> Bool {
        easy.set(CURLOPT_POST, 1)
            && easy.set(CURLOPT_POSTFIELDSIZE_LARGE, size: request.body.count)
            && easy.set(CURLOPT_POSTFIELDS, pointer: body)
            && easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }

    private func setReceivers() -> Bool {
        let context = UnsafeRawPointer(Unmanaged.passUnretained(transfer).toOpaque())
        return easy.set(CURLOPT_HEADERFUNCTION, write: Transfer.line)
            && easy.set(CURLOPT_HEADERDATA, pointer: context)
            && easy.set(CURLOPT_WRITEFUNCTION, write: Transfer.part)
            && easy.set(CURLOPT_WRITEDATA, pointer: context)
            && easy.set(CURLOPT_MAXFILESIZE_LARGE, size: max(1, request.responseBytesMax))
            && easy.set(CURLOPT_XFERINFOFUNCTION, progress: Transfer.progress)
            && easy.set(CURLOPT_XFERINFODATA, pointer: context)
            && easy.set(CURLOPT_NOPROGRESS, 0)
    }

    /// The request's fields as libcurl takes them: a bare colon removes a field of its own, and a
    /// semicolon sends one without a value.
    private func fieldList() -> CurlLibrary.List? {
        var list: CurlLibrary.List?
        var lines = request.fields.all.map { field in
            field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
        }
        if !request.fields.contains("Content-Type") { lines.append("Content-Type:") }
        for line in lines { list = easy.library.listAppend(list, line) ?? list }
        return list
    }
}
