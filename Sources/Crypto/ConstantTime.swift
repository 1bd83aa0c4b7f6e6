internal import CSodium

/// Comparing without telling by the time taken where two values differ.
public enum ConstantTime {
    /// Whether the octets are the same; how many there are is no secret.
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }
}
