public import AnnotationModel
public import Octets
public import Replication

/// What the server answers: for each set of the request, in its order (Protocol/05-sync.md, 4).
public struct SyncAnswer: Hashable, Sendable {
    /// How the server takes what was said of a set.
    public enum Status: UInt8, Hashable, Sendable, CaseIterable {
        /// Taken.
        case ok = 0
        /// The position does not match: say all of it.
        case explain = 1
        /// The server is in another epoch: it was put back or begun anew.
        case epoch = 2
        /// The set waits for an owner's device after the server was put back.
        case held = 3
        /// The account is not a member any more.
        case removed = 4
        /// The account has another personal set.
        case other = 5
        /// The server has no such set for this account.
        case unknown = 6
    }

    /// What became of a pushed bundle; a verdict on its ops stands in the log alone.
    public enum Result: UInt8, Hashable, Sendable, CaseIterable {
        /// Safe on the server.
        case ok = 0
        /// It was there already.
        case dup = 1
        /// Another bundle has its place in the replica's chain.
        case forked = 2
        /// A bundle before it is missing.
        case gap = 3
        /// It names an op that the server never had; nothing was consumed.
        case missing = 4
        /// Its form or its signature is wrong; nothing was consumed.
        case refused = 5
    }

    /// A record, or the mention of one that the asking replica has itself.
    public enum LogEntry: Hashable, Sendable {
        /// A record of somebody else.
        case record(Record)
        /// A record of a bundle that the asking replica itself issued, named by its hash; one that
        /// does not know the bundle takes a new identity and asks again.
        case own(seq: UInt64, bundle: Octets32, mask: [Verdict], members: Int, receipt: [UInt8]?)
        /// The octets of the part of the log's snapshot in which the replica has to go on; what it
        /// has read of it is passed over.
        case snapshot([UInt8])
    }

    /// A place of the log and the running hash there.
    public struct Mark: Hashable, Sendable {
        /// The place.
        public let seq: UInt64
        /// The running hash of the log up to it.
        public let running: Octets32

        /// Takes the parts.
        public init(seq: UInt64, running: Octets32) {
            self.seq = seq
            self.running = running
        }
    }

    /// What is answered for one set.
    public struct Part: Hashable, Sendable {
        /// How the server takes it.
        public var status: Status
        /// The digest of the position that was asked from.
        public var asked: UInt64
        /// The epoch of the server, where the client has to be told.
        public var epoch: Octets16?
        /// The account's personal set, where it is another.
        public var personal: SetID?
        /// A result for each bundle, up to the first that was not taken.
        public var results: [Result]
        /// Membership entries behind those the client holds.
        public var members: [MemberEntry]
        /// The log behind the client's cursor, up to a size.
        public var log: [LogEntry]
        /// Whether more of the log follows.
        public var hasMore: Bool
        /// The content hash at the end of the log; nil while more follows.
        public var contentHash: UInt128?
        /// The server's signature of the position that the part leads to.
        public var receipt: [UInt8]?
        /// Places of the log with their running hashes, the newest first: where a client of
        /// another epoch finds the last place that both know.
        public var marks: [Mark]
        /// A result for each record that was brought again.
        public var again: [Result]

        /// Takes a status and the digest asked from; the rest is empty.
        public init(status: Status, asked: UInt64) {
            self.status = status
            self.asked = asked
            results = []
            members = []
            log = []
            hasMore = false
            marks = []
            again = []
        }
    }

    /// One part a set, in the order of the request.
    public let parts: [Part]
    /// Sets of the account that the request does not speak of.
    public let others: [SetID]

    /// Takes the parts.
    public init(parts: [Part], others: [SetID] = []) {
        self.parts = parts
        self.others = others
    }

    /// The answer's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.writeArray(count: others.isEmpty ? 2 : 3)
        writer.write(SyncRequest.protocolVersion)
        writer.writeArray(count: parts.count)
        for part in parts { part.write(to: &writer) }
        if !others.isEmpty {
            writer.writeArray(count: others.count)
            for set in others { writer.write(set.octets) }
        }
        return writer.octets
    }

    /// Reads an answer's octets.
    public static func decode(
        _ octets: [UInt8], _ hashing: any Hashing
    ) throws(DecodingFailure) -> SyncAnswer {
        var reader = CBORReader(octets)
        let count = try reader.array(limit: 3)
        guard count >= 2 else { throw .wrongType }
        guard try reader.unsigned() == SyncRequest.protocolVersion else { throw .unknownValue }
        var parts: [Part] = []
        for _ in 0..<(try reader.array(limit: WireLimits.setsMax)) {
            parts.append(try Part(&reader, hashing))
        }
        var others: [SetID] = []
        if count == 3 {
            for _ in 0..<(try reader.array(limit: WireLimits.setsMax)) {
                others.append(SetID(try reader.octets16()))
            }
            if others.isEmpty { throw .notCanonical }
        }
        try reader.finish()
        return SyncAnswer(parts: parts, others: others)
    }
}
