/// Brings addresses of one page to one form (Protocol/01-model.md, 4).
enum URLNormalizer {
    /// The address with a lower-case scheme and host, without a default port, a fragment or an
    /// empty query; nil if it is no address of the web.
    static func normalize(_ address: String) -> String? {
        guard let mark = address.range(of: "://") else { return nil }
        let scheme = address[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        var rest = Substring(address[mark.upperBound...])
        if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var host = rest[..<end].lowercased()
        guard !host.isEmpty, !address.unicodeScalars.contains(where: { $0.value <= 0x20 }) else {
            return nil
        }
        let port = scheme == "http" ? ":80" : ":443"
        if host.hasSuffix(port) { host.removeLast(port.count) }
        var path = String(rest[end...])
        if path.hasSuffix("?") { path.removeLast() }
        if path.isEmpty || path.hasPrefix("?") { path = "/" + path }
        return scheme + "://" + host + path
    }
}

extension String {
    /// The range of the first place where `other` stands.
    fileprivate func range(of other: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) {
                return start..<index(start, offsetBy: other.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
