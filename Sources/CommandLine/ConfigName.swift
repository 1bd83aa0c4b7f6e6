/// Names of settings: a section and a key, such as `read.width`.
public enum ConfigName {
    /// The name in lower case; nil if it is none.
    public static func parse(_ typed: String) -> (section: String, key: String)? {
        let parts = typed.lowercased().utf8.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(isWord) else { return nil }
        return (
            String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self)
        )
    }

    private static func isWord(_ octets: Substring.UTF8View) -> Bool {
        !octets.isEmpty
            && octets.enumerated().allSatisfy { allows($0.element, first: $0.offset == 0) }
    }

    static func allows(_ octet: UInt8, first: Bool) -> Bool {
        let isLetter = (octet | 0x20) >= UInt8(ascii: "a") && (octet | 0x20) <= UInt8(ascii: "z")
        if isLetter || first { return isLetter }
        return (0x30...0x39).contains(octet) || octet == UInt8(ascii: "-")
    }
}
