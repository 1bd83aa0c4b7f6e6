import CCurl
import Glibc
import HTTPMessage

/// Holds a checked URL in libcurl's own form, so that what is checked is what is fetched.
final class TargetURL {
    let pointer: OpaquePointer
    let isLoopback: Bool
    private let library: CurlLibrary

    /// Reads `text`.
    /// - Throws: `TransportError` with code `badURL`, or `insecure` for plain `http` that leaves
    ///   this machine.
    init(
        _ text: String, library: CurlLibrary, allowsInsecure: Bool
    ) throws(TransportError) {
        guard let pointer = library.urlCreate() else { throw Self.bad(text) }
        let flags = UInt32(CURLU_DISALLOW_USER | CURLU_PATH_AS_IS)
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 }),
            library.urlSet(pointer, CURLUPART_URL, text, flags) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: pointer, library),
            ["http", "https"].contains(scheme),
            let host = Self.part(CURLUPART_HOST, of: pointer, library)
        else {
            library.urlCleanup(pointer)
            throw Self.bad(text)
        }
        self.pointer = pointer
        self.library = library
        isLoopback = Self.isLoopback(host)
        guard scheme == "https" || isLoopback || allowsInsecure else {
            throw TransportError(
                code: .insecure,
                message: "will not send to \(Self.shown(text)) without encryption: use https, "
                    + "or allow insecure connections for this server",
                mayHaveHappened: false)
        }
    }

    deinit { library.urlCleanup(pointer) }

    private static func part(
        _ part: CURLUPart, of url: OpaquePointer, _ library: CurlLibrary
    ) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard library.urlGet(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { library.free(text) }
        return String(cString: text)
    }

    /// Whether `host` is this machine: `localhost`, 127.0.0.0/8 or `[::1]`. libcurl itself looks up
    /// `localhost` nowhere else, and writes other spellings of numeric addresses as four numbers.
    static func isLoopback(_ host: String) -> Bool {
        if host.utf8.elementsEqual("localhost".utf8) { return true }
        if host.utf8.first == 0x5B, host.utf8.last == 0x5D {
            var address = in6_addr()
            let bare = String(decoding: host.utf8.dropFirst().dropLast(), as: UTF8.self)
            guard inet_pton(AF_INET6, bare, &address) == 1 else { return false }
            return withUnsafeBytes(of: &address) { bytes in
                bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
            }
        }
        var address = in_addr()
        guard inet_pton(AF_INET, host, &address) == 1 else { return false }
        return UInt32(bigEndian: address.s_addr) >> 24 == 127
    }

    /// The URL for a message: without its query, which may be private.
    static func shown(_ text: String) -> String {
        let bytes = text.utf8.prefix { $0 != 0x3F }.map { $0 > 0x20 && $0 < 0x7F ? $0 : 0x3F }
        return String(decoding: bytes.prefix(200), as: UTF8.self)
    }

    private static func bad(_ text: String) -> TransportError {
        TransportError(
            code: .badURL,
            message: "cannot use the URL '\(shown(text))': write it as https://HOST/PATH, "
                + "without user name or fragment",
            mayHaveHappened: false)
    }
}
