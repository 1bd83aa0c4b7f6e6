public import AnnotationModel
public import Octets
public import Replication

/// How far a replica has read a set's log and its membership log (Protocol/05-sync.md, 3).
public struct LogPosition: Hashable, Sendable {
    /// The epoch the place counts in; nil before the first answer.
    public var epoch: Octets16?
    /// The last record read; 0 before the first.
    public var seq: UInt64
    /// The running hash of the log up to that record.
    public var running: Octets32
    /// How many membership entries are held.
    public var members: Int
    /// The hash of the membership log up to them; zero for none.
    public var membersHash: Octets32

    /// The position of a replica that has read nothing.
    public static func start(of set: SetID, _ hashing: any Hashing) -> LogPosition {
        LogPosition(
            epoch: nil, seq: 0, running: runningStart(of: set, hashing), members: 0,
            membersHash: .zero)
    }

    /// The running hash of a set's empty log.
    public static func runningStart(of set: SetID, _ hashing: any Hashing) -> Octets32 {
        var input = CBORWriter(label: "postil log 1", capacity: 16).octets
        set.octets.append(to: &input)
        return hashing.hash(input)
    }

    /// What is signed for somebody who was removed: the membership log up to there, and nothing of
    /// the log.
    public static func farewell(
        from set: SetID, epoch: Octets16, members: Int, hash: Octets32, _ hashing: any Hashing
    ) -> LogPosition {
        LogPosition(
            epoch: epoch, seq: 0, running: runningStart(of: set, hashing), members: members,
            membersHash: hash)
    }

    /// Takes the parts.
    public init(
        epoch: Octets16?, seq: UInt64, running: Octets32, members: Int, membersHash: Octets32
    ) {
        self.epoch = epoch
        self.seq = seq
        self.running = running
        self.members = members
        self.membersHash = membersHash
    }

    /// Eight octets that stand for the whole position; two peers that agree on them agree on all of
    /// it.
    public func digest(_ hashing: any Hashing) -> UInt64 {
        var writer = CBORWriter(label: "postil position 1")
        write(to: &writer)
        return hashing.hash(writer.octets).first.high
    }

    func write(to writer: inout CBORWriter) {
        writer.writeArray(count: 5)
        writer.write(seq)
        writer.write(UInt64(members))
        if let epoch { writer.write(epoch) } else { writer.writeNull() }
        writer.write(running)
        writer.write(membersHash)
    }

    init(_ reader: inout CBORReader) throws(DecodingFailure) {
        try reader.array(exactly: 5)
        seq = try reader.unsigned(limit: 1 << 62)
        members = try reader.count(limit: WireLimits.membersMax)
        epoch = reader.null() ? nil : try reader.octets16()
        running = try reader.octets32()
        membersHash = try reader.octets32()
    }
}
