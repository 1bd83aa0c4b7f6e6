import Replication
import WireFormat

/// A bundle as vectors write it.
struct BundleParts: Decodable {
    struct Entry: Decodable {
        struct Stub: Decodable {
            let refused: String
            let names: [DotParts]
        }

        let stub: Stub?
        let op: OpParts?

        init(from decoder: any Decoder) throws {
            stub = try? Stub(from: decoder)
            op = stub == nil ? try OpParts(from: decoder) : nil
        }

        func entry() throws -> Bundle.Entry {
            if let stub {
                return .refused(
                    hash: try stub.refused.octets32(), names: try stub.names.map { try $0.dot() })
            }
            guard let op = try op?.op() else { throw VectorFault(what: "an empty entry") }
            return .op(op, hash: OpEncoding.hash(op, Blake()))
        }
    }

    let set: String
    let replica: String
    let first: UInt64
    let previous: String
    let entries: [Entry]
    let signature: String

    func bundle() throws -> Bundle {
        Bundle(
            set: try set.set(), replica: try replica.replica(), first: first,
            previous: try previous.octets32(), entries: try entries.map { try $0.entry() },
            signature: try signature.octets())
    }
}

/// A record as vectors write it.
struct RecordParts: Decodable {
    let seq: UInt64
    let bundle: BundleParts
    let mask: [UInt8]
    let members: Int
    let receipt: String?

    func record() throws -> Record {
        Record(
            seq: seq, bundle: try bundle.bundle(), mask: try mask.map { try verdict($0) },
            members: members, receipt: try receipt?.octets())
    }
}

/// A part of a snapshot as vectors write it.
struct SnapshotParts: Decodable {
    let set: String
    let before: String
    let records: [RecordParts]

    func part() throws -> SnapshotPart {
        let part = SnapshotPart(
            set: try set.set(), before: try before.octets32(),
            records: try records.map { try $0.record() })
        guard let part else { throw VectorFault(what: "a part of no record") }
        return part
    }
}

/// The verdict that an octet stands for.
func verdict(_ octet: UInt8) throws -> Verdict {
    guard let verdict = Verdict(rawValue: octet) else {
        throw VectorFault(what: "verdict \(octet)")
    }
    return verdict
}
