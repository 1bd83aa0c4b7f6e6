import CommandLine

/// Where a server is, as it is kept in the store's settings: without a slash at its end.
package struct ServerAddress: Equatable {
    /// The scheme, host, port and path before the routes.
    package let url: String
    /// Host and port, as messages name the server.
    package let host: String

    /// Reads what a person typed; without a scheme it is `https`, on this machine itself `http`.
    ///
    /// - Throws: `CommandFailure` if it cannot be an address.
    package init(typed: String) throws {
        var text = typed
        if !text.utf8.lazy.map({ $0 }).containsSequence("://") {
            text = (Self.isThisMachine(text) ? "http://" : "https://") + text
        }
        while text.utf8.last == UInt8(ascii: "/") { text.unicodeScalars.removeLast() }
        guard let address = ServerAddress(stored: text) else {
            throw CommandFailure(
                .usage, code: "bad-address", "“\(typed)” is not the address of a server",
                hints: ["write it as https://HOST: postil login https://notes.example.org"])
        }
        self = address
    }

    /// Takes an address of the settings; nil if it is none.
    package init?(stored text: String) {
        let lower = text.lowercased()
        guard
            let scheme = ["https://", "http://"].first(where: { lower.utf8.starts(with: $0.utf8) }),
            text.utf8.count <= 2_000,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 && $0 != 0x3F })
        else { return nil }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        let host = rest.prefix { $0 != UInt8(ascii: "/") }
        guard !host.isEmpty, !host.contains(UInt8(ascii: "@")) else { return nil }
        self.host = String(decoding: host, as: UTF8.self).lowercased()
        let path = String(decoding: rest.dropFirst(host.count), as: UTF8.self)
        url = scheme + self.host + path
    }

    private static func isThisMachine(_ text: String) -> Bool {
        ["localhost", "127.", "[::1]"].contains { text.utf8.starts(with: $0.utf8) }
    }
}

extension Sequence where Element == UInt8 {
    fileprivate func containsSequence(_ text: String) -> Bool {
        let all = Array(self)
        let wanted = Array(text.utf8)
        guard all.count >= wanted.count else { return false }
        return (0...(all.count - wanted.count)).contains { start in
            all[start...].starts(with: wanted)
        }
    }
}
