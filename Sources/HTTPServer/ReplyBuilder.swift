import CMicroHTTPD
import HTTPMessage

/// Turns responses into the library's form.
enum ReplyBuilder {
    /// What the server writes itself, or the library does.
    private static let own = [
        "Connection", "Content-Length", "Date", "Transfer-Encoding", "X-Content-Type-Options",
    ]

    /// Queues `response` on `connection`, and closes the connection after it unless it stays open.
    static func queue(
        _ response: HTTPResponse, on connection: OpaquePointer, staysOpen: Bool
    ) -> MHD_Result {
        guard isSendable(response) else {
            let replacement = HTTPResponse.text(500, "the server made an answer it cannot send")
            return queue(replacement, on: connection, staysOpen: false)
        }
        guard let reply = create(bodyless(response.status) ? [] : response.body) else {
            return .NO
        }
        defer { MHD_destroy_response(reply) }
        var added = MHD_add_response_header(reply, "X-Content-Type-Options", "nosniff") == .YES
        if !staysOpen {
            added = MHD_add_response_header(reply, "Connection", "close") == .YES && added
        }
        for field in response.fields.all where !own.contains(where: field.isNamed) {
            added = MHD_add_response_header(reply, field.name, field.value) == .YES && added
        }
        guard added else { return .NO }
        return MHD_queue_response(connection, UInt32(response.status), reply)
    }

    private static func isSendable(_ response: HTTPResponse) -> Bool {
        (200...599).contains(response.status) && response.fields.all.allSatisfy(\.isWellFormed)
    }

    private static func bodyless(_ status: Int) -> Bool { status == 204 || status == 304 }

    private static func create(_ body: [UInt8]) -> OpaquePointer? {
        body.withUnsafeBytes { bytes in
            MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                bytes.isEmpty ? .RESPMEM_PERSISTENT : .RESPMEM_MUST_COPY)
        }
    }
}
