public import AnnotationModel
public import CRDT
public import Octets
public import Replication

/// What a replica sends: for each set where it stands, and what it wrote (Protocol/05-sync.md, 3).
public struct SyncRequest: Hashable, Sendable {
    /// The protocol this program speaks.
    public static let protocolVersion: UInt64 = 1

    /// Where a replica says that it stands.
    public enum Position: Hashable, Sendable {
        /// Places and eight octets for the rest: enough while both peers agree.
        case short(seq: UInt64, members: Int, digest: UInt64)
        /// All of it: on first contact, and when the peer asks for an explanation.
        case full(LogPosition)
    }

    /// The founding entry of a set that the server may not know yet.
    public struct Founding: Hashable, Sendable {
        /// The founder's device key.
        public let key: Octets32
        /// The random number.
        public let nonce: Octets16
        /// Whether it is the personal set of an account (Protocol/05-sync.md, 8).
        public let isPersonal: Bool

        /// Takes the parts.
        public init(key: Octets32, nonce: Octets16, isPersonal: Bool) {
            self.key = key
            self.nonce = nonce
            self.isPersonal = isPersonal
        }
    }

    /// What is said of one set.
    public struct Part: Hashable, Sendable {
        /// The set.
        public let set: SetID
        /// Where the replica stands.
        public let position: Position
        /// All sealed bundles that have not come back in the log.
        public let bundles: [Bundle]
        /// Records for a server that has lost them.
        public let again: [RecordAgain]
        /// Membership entries the server lacks.
        public let membersTail: [MemberEntry]
        /// What the set was founded with, until the server has answered once.
        public let founding: Founding?
        /// The server's word for the position, or for the membership log that `membersTail` is.
        public let proof: SignedPosition?

        /// Takes the parts.
        public init(
            set: SetID, position: Position, bundles: [Bundle] = [], again: [RecordAgain] = [],
            membersTail: [MemberEntry] = [], founding: Founding? = nil,
            proof: SignedPosition? = nil
        ) {
            self.set = set
            self.position = position
            self.bundles = bundles
            self.again = again
            self.membersTail = membersTail
            self.founding = founding
            self.proof = proof
        }
    }

    /// The replica that asks.
    public let replica: ReplicaID
    /// One part a set.
    public let parts: [Part]

    /// Takes the parts.
    public init(replica: ReplicaID, parts: [Part]) {
        self.replica = replica
        self.parts = parts
    }

    /// The request's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.writeArray(count: 3)
        writer.write(Self.protocolVersion)
        writer.write(replica.octets)
        writer.writeArray(count: parts.count)
        for part in parts { part.write(to: &writer) }
        return writer.octets
    }

    /// Reads a request's octets.
    public static func decode(
        _ octets: [UInt8], _ hashing: any Hashing
    ) throws(DecodingFailure) -> SyncRequest {
        var reader = CBORReader(octets)
        try reader.array(exactly: 3)
        guard try reader.unsigned() == protocolVersion else { throw .unknownValue }
        let replica = ReplicaID(try reader.octets16())
        var parts: [Part] = []
        for _ in 0..<(try reader.array(limit: WireLimits.setsMax)) {
            parts.append(try Part(&reader, hashing))
        }
        // Else a small request could ask for the same records many times over.
        if Set(parts.map(\.set)).count != parts.count { throw .notCanonical }
        try reader.finish()
        return SyncRequest(replica: replica, parts: parts)
    }
}

extension SyncRequest.Part {
    func write(to writer: inout CBORWriter) {
        let isBare =
            bundles.isEmpty && again.isEmpty && membersTail.isEmpty && founding == nil
            && proof == nil
        writer.writeArray(count: isBare ? 2 : proof == nil ? 6 : 7)
        writer.write(set.octets)
        switch position {
        case .short(let seq, let members, let digest):
            writer.writeArray(count: 3)
            writer.write(seq)
            writer.write(UInt64(members))
            writer.write(digest)
        case .full(let position): position.write(to: &writer)
        }
        if isBare { return }
        writer.writeArray(count: bundles.count)
        for bundle in bundles { writer.write(bundle.encoded()) }
        writer.writeArray(count: again.count)
        for record in again { record.write(to: &writer) }
        writer.writeArray(count: membersTail.count)
        for entry in membersTail { entry.write(to: &writer) }
        if let founding {
            writer.writeArray(count: 3)
            writer.write(founding.key)
            writer.write(founding.nonce)
            writer.write(founding.isPersonal)
        } else {
            writer.writeNull()
        }
        proof?.write(to: &writer)
    }

    init(_ reader: inout CBORReader, _ hashing: any Hashing) throws(DecodingFailure) {
        let count = try reader.array(limit: 7)
        guard count == 2 || count == 6 || count == 7 else { throw .wrongType }
        set = SetID(try reader.octets16())
        position = try Self.position(&reader)
        var bundles: [Bundle] = []
        var again: [RecordAgain] = []
        var tail: [MemberEntry] = []
        var founding: SyncRequest.Founding?
        var proof: SignedPosition?
        if count > 2 {
            for _ in 0..<(try reader.array(limit: WireLimits.bundlesMax)) {
                let octets = try reader.bytes(limit: WireLimits.bundleOctetsMax)
                bundles.append(try Bundle.decode(octets, hashing))
            }
            for _ in 0..<(try reader.array(limit: WireLimits.bundlesMax)) {
                again.append(try RecordAgain(&reader, hashing))
            }
            for _ in 0..<(try reader.array(limit: WireLimits.membersMax)) {
                tail.append(try MemberEntry(&reader))
            }
            founding = try Self.founding(&reader)
            if count == 7 {
                proof = try SignedPosition(&reader)
            } else if bundles.isEmpty, again.isEmpty, tail.isEmpty, founding == nil {
                throw .notCanonical
            }
        }
        self.bundles = bundles
        self.again = again
        membersTail = tail
        self.founding = founding
        self.proof = proof
    }

    private static func position(
        _ reader: inout CBORReader
    ) throws(DecodingFailure) -> SyncRequest.Position {
        if reader.standsArray(of: 3) {
            try reader.array(exactly: 3)
            return .short(
                seq: try reader.unsigned(limit: 1 << 62),
                members: try reader.count(limit: WireLimits.membersMax),
                digest: try reader.unsigned())
        }
        return .full(try LogPosition(&reader))
    }

    private static func founding(
        _ reader: inout CBORReader
    ) throws(DecodingFailure) -> SyncRequest.Founding? {
        if reader.null() { return nil }
        try reader.array(exactly: 3)
        return SyncRequest.Founding(
            key: try reader.octets32(), nonce: try reader.octets16(),
            isPersonal: try reader.bool())
    }
}
