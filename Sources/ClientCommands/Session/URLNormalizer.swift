/// Brings addresses of one page to one form (Protocol/01-model.md, 4).
package enum URLNormalizer {
    /// The address with a lower-case scheme and host, without default ports at the end of the host,
    /// a fragment or question marks at the end; nil if it is no address of the web.
    ///
    /// Parted at octets: a mark behind a `/` makes another character of it, and no other address.
    package static func normalize(_ address: String) -> String? {
        let octets = Array(address.utf8)
        guard octets.allSatisfy({ $0 > 0x20 }), let colon = octets.firstIndex(of: 0x3A),
            octets[colon...].starts(with: "://".utf8)
        else { return nil }
        let scheme = String(decoding: octets[..<colon], as: UTF8.self).lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = octets[(colon + 3)...].prefix { $0 != UInt8(ascii: "#") }
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        let typed = String(decoding: rest[..<(end ?? rest.endIndex)], as: UTF8.self)
        var host = Array(typed.lowercased().utf8)
        let port = Array((scheme == "http" ? ":80" : ":443").utf8)
        while host.suffix(port.count).elementsEqual(port) { host.removeLast(port.count) }
        guard !host.isEmpty else { return nil }
        var path = Array(rest[(end ?? rest.endIndex)...])
        while path.last == UInt8(ascii: "?") { path.removeLast() }
        if path.first != UInt8(ascii: "/") { path.insert(UInt8(ascii: "/"), at: 0) }
        return scheme + "://" + String(decoding: host + path, as: UTF8.self)
    }
}
