import AnnotationModel
import CRDT
import Crypto
import Octets
import Replication

extension String {
    /// The octets that the text stands for.
    func octets() throws -> [UInt8] {
        guard let octets = Alphabet.hex.octets(self) else {
            throw VectorFault(what: "hex: \(self)")
        }
        return octets
    }

    func octets16() throws -> Octets16 {
        guard let result = Octets16(try octets()) else { throw VectorFault(what: "16: \(self)") }
        return result
    }

    func octets32() throws -> Octets32 {
        guard let result = Octets32(try octets()) else { throw VectorFault(what: "32: \(self)") }
        return result
    }

    func account() throws -> AccountID { AccountID(try octets16()) }
    func set() throws -> SetID { SetID(try octets16()) }
    func replica() throws -> ReplicaID { ReplicaID(try octets16()) }
}

extension Octets16 {
    var hex: String { Alphabet.hex.text(octets) }
}

extension Octets32 {
    var hex: String { Alphabet.hex.text(octets) }
}

/// The protocol's own hash.
struct Blake: Hashing {
    func hash(_ octets: [UInt8]) -> Octets32 { BLAKE2b.hash(octets) }
}
