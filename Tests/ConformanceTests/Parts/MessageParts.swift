import Octets
import WireFormat

/// A position as vectors write it: short if it has a digest, else full.
struct PositionParts: Decodable {
    let seq: UInt64
    let members: Int
    let digest: UInt64?
    let epoch: String?
    let running: String?
    let membersHash: String?

    func full() throws -> LogPosition {
        guard let running, let membersHash else { throw VectorFault(what: "half a position") }
        return LogPosition(
            epoch: try epoch?.octets16(), seq: seq, running: try running.octets32(),
            members: members, membersHash: try membersHash.octets32())
    }

    func position() throws -> SyncRequest.Position {
        if let digest { return .short(seq: seq, members: members, digest: digest) }
        return .full(try full())
    }
}

/// A request as vectors write it.
struct RequestParts: Decodable {
    struct Founding: Decodable {
        let key: String
        let nonce: String
        let isPersonal: Bool
    }

    struct Again: Decodable {
        let previous: String
        let record: RecordParts

        func again() throws -> RecordAgain {
            RecordAgain(
                previous: try previous.octets32(),
                record: try record.record())
        }
    }

    struct Proof: Decodable {
        let position: PositionParts
        let signature: String

        func proof() throws -> SignedPosition {
            SignedPosition(position: try position.full(), signature: try signature.octets())
        }
    }

    struct Part: Decodable {
        let set: String
        let position: PositionParts
        let bundles: [BundleParts]
        let again: [Again]
        let membersTail: [MemberParts]
        let founding: Founding?
        let proof: Proof?

        func part() throws -> SyncRequest.Part {
            SyncRequest.Part(
                set: try set.set(), position: try position.position(),
                bundles: try bundles.map { try $0.bundle() },
                again: try again.map { try $0.again() },
                membersTail: try membersTail.map { try $0.entry() },
                founding: try founding.map {
                    SyncRequest.Founding(
                        key: try $0.key.octets32(), nonce: try $0.nonce.octets16(),
                        isPersonal: $0.isPersonal)
                }, proof: try proof.map { try $0.proof() })
        }
    }

    let replica: String
    let parts: [Part]

    func request() throws -> SyncRequest {
        SyncRequest(replica: try replica.replica(), parts: try parts.map { try $0.part() })
    }
}

/// An answer as vectors write it.
struct AnswerParts: Decodable {
    struct Own: Decodable {
        let own: UInt64
        let bundle: String
        let mask: [UInt8]
        let members: Int
        let receipt: String?
    }

    struct Logged: Decodable {
        let entry: SyncAnswer.LogEntry

        private struct Snapshot: Decodable { let snapshot: String }

        init(from decoder: any Decoder) throws {
            if let part = try? Snapshot(from: decoder) {
                entry = .snapshot(try part.snapshot.octets())
                return
            }
            guard let own = try? Own(from: decoder) else {
                entry = .record(try RecordParts(from: decoder).record())
                return
            }
            entry = .own(
                seq: own.own, bundle: try own.bundle.octets32(),
                mask: try own.mask.map { try verdict($0) }, members: own.members,
                receipt: try own.receipt?.octets())
        }
    }

    struct Mark: Decodable {
        let seq: UInt64
        let running: String
    }

    struct Part: Decodable {
        let status: UInt8
        let asked: UInt64
        let contentHash: String?
        let epoch: String?
        let personal: String?
        let results: [UInt8]
        let members: [MemberParts]
        let log: [Logged]
        let hasMore: Bool
        let receipt: String?
        let marks: [Mark]
        let again: [UInt8]

        func part() throws -> SyncAnswer.Part {
            guard let status = SyncAnswer.Status(rawValue: status) else {
                throw VectorFault(what: "status")
            }
            var part = SyncAnswer.Part(status: status, asked: asked)
            part.contentHash = try contentHash.map { try number($0) }
            part.epoch = try epoch?.octets16()
            part.personal = try personal?.set()
            part.results = try results.map { try result($0) }
            part.receipt = try receipt?.octets()
            part.marks = try marks.map {
                SyncAnswer.Mark(seq: $0.seq, running: try $0.running.octets32())
            }
            part.again = try again.map { try result($0) }
            part.members = try members.map { try $0.entry() }
            part.log = log.map(\.entry)
            part.hasMore = hasMore
            return part
        }

        private func result(_ number: UInt8) throws -> SyncAnswer.Result {
            guard let result = SyncAnswer.Result(rawValue: number) else {
                throw VectorFault(what: "result")
            }
            return result
        }
    }

    let parts: [Part]
    let others: [String]

    func answer() throws -> SyncAnswer {
        SyncAnswer(parts: try parts.map { try $0.part() }, others: try others.map { try $0.set() })
    }
}

/// Sixteen octets as a number, the first one most significant.
func number(_ hex: String) throws -> UInt128 {
    let octets = try hex.octets16()
    return UInt128(octets.high) << 64 | UInt128(octets.low)
}
