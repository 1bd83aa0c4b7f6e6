internal import CSodium

/// Octets that nobody should see: a seed, a token, a pass-phrase.
///
/// A class, so that copies share one place in memory, which is wiped when the last user is done.
/// It cannot be compared, described, or encoded; printing it shows nothing of it.
public final class Secret: Sendable {
    // Sendable: nothing writes to the octets between `init` and `deinit`.
    private nonisolated(unsafe) let start: UnsafeMutablePointer<UInt8>
    /// How many octets there are.
    public let count: Int

    /// Takes a copy; what it is made from is the caller's to forget.
    public convenience init(_ octets: [UInt8]) {
        self.init(count: octets.count) { $0.update(from: octets, count: octets.count) }
    }

    /// Takes a copy of the text's UTF-8 bytes.
    public convenience init(_ text: String) {
        self.init(Array(text.utf8))
    }

    init(count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        self.count = count
        start = .allocate(capacity: count)
        start.initialize(repeating: 0, count: count)
        fill(start)
    }

    deinit {
        sodium_memzero(start, count)
        start.deallocate()
    }

    /// New random octets.
    public static func random(count: Int) -> Secret {
        Sodium.start()
        return Secret(count: count) { randombytes_buf($0, count) }
    }

    /// Lends the octets, to be written to a file or sent to the one they are meant for.
    public func withOctets<T, E: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> T
    ) throws(E) -> T {
        try body(UnsafeBufferPointer(start: start, count: count))
    }

    /// Lends the octets to C, which demands a pointer also where there are none.
    func withPointer<T>(_ body: (UnsafePointer<UInt8>) -> T) -> T {
        body(start)
    }
}
