public import Octets

/// The hash that names ops, bundles and logs: BLAKE2b with 256 bits, or a cheap one under
/// simulation.
public protocol Hashing: Sendable {
    /// The hash of the octets.
    func hash(_ octets: [UInt8]) -> Octets32
}
