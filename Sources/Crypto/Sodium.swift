internal import CSodium

/// The library, made ready before anything of it is used.
enum Sodium {
    /// Made once, on whichever thread comes first.
    ///
    /// It fails only without a source of random octets, and nothing here is safe then.
    private static let isReady = sodium_init() >= 0

    static func start() {
        precondition(isReady, "libsodium found no source of random octets")
    }
}
