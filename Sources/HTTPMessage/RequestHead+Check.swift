extension RequestHead {
    /// Carries what a checked head says about the rest of the request.
    public struct Checked: Equatable, Sendable {
        /// The method.
        public let method: HTTPMethod
        /// The path, still percent-encoded.
        public let path: String
        /// What stood after the `?`, still percent-encoded.
        public let query: String
        /// The exact number of bytes in the body.
        public let bodyBytes: Int
        /// Whether another request may follow on the connection.
        public let staysOpen: Bool
    }

    /// Returns what the head says, if it can be read in one way only.
    ///
    /// Everything that two readers of HTTP could frame differently is refused: any
    /// `Transfer-Encoding`, a repeated or odd `Content-Length`, names that are no tokens, control
    /// bytes, an absent or second `Host`, a target that is not a plain path (RFC 9112, 3 to 6, and
    /// 11.2 on request smuggling).
    /// - Throws: `RequestHeadRefusal` for the first fault.
    public func checked(_ limits: RequestHeadLimits) throws(RequestHeadRefusal) -> Checked {
        try checkVersion()
        guard target.utf8.count <= limits.targetBytesMax else {
            throw RequestHeadRefusal(414, "the target is over \(limits.targetBytesMax) bytes")
        }
        let (path, query) = try checkedTarget()
        try checkFields(limits)
        try checkHost()
        guard let method = HTTPMethod(rawValue: method) else {
            throw RequestHeadRefusal(501, "the method is not one this server knows")
        }
        let bodyBytes = try checkedBodyBytes(limits)
        guard bodyBytes == 0 || (method != .get && method != .head) else {
            throw RequestHeadRefusal(400, "\(method.rawValue) takes no body")
        }
        return Checked(
            method: method, path: path, query: query, bodyBytes: bodyBytes, staysOpen: staysOpen)
    }

    private func checkVersion() throws(RequestHeadRefusal) {
        guard ["HTTP/1.1", "HTTP/1.0"].contains(where: { version.utf8.elementsEqual($0.utf8) })
        else { throw RequestHeadRefusal(505, "only HTTP/1.1 and HTTP/1.0 are spoken here") }
    }

    private func checkedTarget() throws(RequestHeadRefusal) -> (path: String, query: String) {
        guard target.utf8.allSatisfy(HTTPBytes.isTarget) else {
            throw RequestHeadRefusal(400, "the target holds a byte that must be percent-encoded")
        }
        let parts = target.utf8.split(
            separator: 0x3F, maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.flatMap { String($0) } ?? ""
        do {
            _ = try RequestPath.segments(of: path)
        } catch {
            throw RequestHeadRefusal(400, "the path is not allowed: \(error)")
        }
        return (path, parts.count == 2 ? String(parts[1]) ?? "" : "")
    }

    private func checkFields(_ limits: RequestHeadLimits) throws(RequestHeadRefusal) {
        guard fields.count <= limits.fieldsMax else {
            throw RequestHeadRefusal(431, "more than \(limits.fieldsMax) fields")
        }
        guard headBytes <= limits.headBytesMax else {
            throw RequestHeadRefusal(431, "the head is over \(limits.headBytesMax) bytes")
        }
        guard fields.all.allSatisfy(\.isWellFormed) else {
            throw RequestHeadRefusal(400, "a field has a bad name or a control byte in its value")
        }
        guard !fields.contains("Transfer-Encoding") else {
            throw RequestHeadRefusal(400, "Transfer-Encoding is not taken; send Content-Length")
        }
        let expected = fields.values(named: "Expect")
        guard expected.allSatisfy({ HTTPBytes.equalFoldingCase($0, "100-continue") }) else {
            throw RequestHeadRefusal(417, "only 100-continue can be expected")
        }
    }

    /// Counts the bytes of the head as it was sent, but for white space around values.
    public var headBytes: Int {
        fields.all.reduce(method.utf8.count + target.utf8.count + version.utf8.count + 6) {
            $0 + $1.headBytes
        }
    }

    private func checkHost() throws(RequestHeadRefusal) {
        let hosts = fields.values(named: "Host")
        if hosts.isEmpty && version.utf8.last == 0x30 { return }
        guard hosts.count == 1, let host = hosts.first, !host.utf8.isEmpty,
            host.utf8.allSatisfy(Self.isHost)
        else { throw RequestHeadRefusal(400, "exactly one valid Host is needed") }
    }

    private static func isHost(_ byte: UInt8) -> Bool {
        HTTPBytes.isDigit(byte) || HTTPBytes.isLetter(byte)
            || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F].contains(byte)
    }

    private func checkedBodyBytes(_ limits: RequestHeadLimits) throws(RequestHeadRefusal) -> Int {
        let lengths = fields.values(named: "Content-Length")
        guard let length = lengths.first else { return 0 }
        guard lengths.count == 1, let bytes = HTTPBytes.decimal(length.utf8) else {
            throw RequestHeadRefusal(400, "Content-Length must be one plain number")
        }
        guard bytes <= limits.bodyBytesMax else {
            throw RequestHeadRefusal(413, "the body is over \(limits.bodyBytesMax) bytes")
        }
        return bytes
    }

    /// An HTTP/1.0 connection closes after one response, whatever it asks for.
    private var staysOpen: Bool {
        guard version.utf8.last == 0x31 else { return false }
        return !fields.values(named: "Connection").contains { value in
            value.utf8.split(separator: 0x2C).contains { token in
                let bare = token.filter { $0 != 0x20 && $0 != 0x09 }.map(HTTPBytes.lowercased)
                return bare == Array("close".utf8)
            }
        }
    }
}
