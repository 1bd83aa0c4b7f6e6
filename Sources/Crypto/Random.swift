internal import CSodium
public import Octets

/// Random octets from the kernel, fit for keys and identifiers.
public enum Random {
    /// Sixteen octets, for a new identifier.
    public static func octets16() -> Octets16 {
        Sodium.start()
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutablePointer(to: &words) { randombytes_buf($0, 16) }
        return Octets16(high: words.0, low: words.1)
    }

    /// As many octets as asked for; not for secrets, which `Secret.random` makes.
    public static func octets(count: Int) -> [UInt8] {
        Sodium.start()
        var octets = [UInt8](repeating: 0, count: count)
        randombytes_buf(&octets, count)
        return octets
    }
}
