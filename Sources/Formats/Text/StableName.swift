/// Names for notes and works that stand in addresses and file names: ASCII letters, digits and
/// hyphens, the same for the same key in every export.
enum StableName {
    private static let lengthMax = 64
    private static let shortLength = 12

    /// The key itself if it is such a name, and otherwise one made of it.
    static func whole(_ key: String) -> String {
        isName(key) ? key : "x" + digest(key)
    }

    /// Short names of keys: so much of each as is enough to tell it from the others, by a fixed
    /// length or whole. A name given twice gets a number behind it.
    static func short(_ keys: [String]) -> [String] {
        let names = keys.map(whole)
        var counts: [String: Int] = [:]
        for name in names { counts[String(name.prefix(shortLength)), default: 0] += 1 }
        var given: [String: Int] = [:]
        return names.map { name in
            let start = String(name.prefix(shortLength))
            let name = counts[start] == 1 ? start : name
            given[name, default: 0] += 1
            let count = given[name] ?? 1
            return count == 1 ? name : "\(name)-\(count)"
        }
    }

    private static func isName(_ key: String) -> Bool {
        let isShort = (1...lengthMax).contains(key.utf8.count)
        return isShort && key.utf8.first != UInt8(ascii: "-")
            && key.utf8.allSatisfy { octet in
                (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet & 0xDF)
                    || octet == UInt8(ascii: "-")
            }
    }

    /// 16 hexadecimal digits (FNV-1a, 64 bits): short and stable, and no defence against somebody
    /// who wants two keys to have the same.
    private static func digest(_ key: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in key.utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
