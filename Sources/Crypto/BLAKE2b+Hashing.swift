public import Octets
public import Replication

extension BLAKE2b: Hashing {
    /// The hash of the octets.
    public func hash(_ octets: [UInt8]) -> Octets32 { Self.hash(octets) }
}
