import Access
public import AnnotationModel
import CRDT
public import Octets
public import Replication
public import WireFormat

/// The server's side of a sync: one request in, one answer out, inside one transaction
/// (Protocol/05-sync.md).
public struct SyncPeer {
    /// Octets of records in one answer; one record may go beyond.
    public static let answerOctetsMax = 4_194_304
    /// Octets of parts of snapshots in one answer; one part may go beyond.
    public static let snapshotOctetsMax = 12_582_912

    /// Who asks: an account on a device.
    public struct Asker: Hashable, Sendable {
        /// The account.
        public let account: AccountID
        /// The device's public key, as registered.
        public let key: Octets32

        /// Takes the parts.
        public init(account: AccountID, key: Octets32) {
            self.account = account
            self.key = key
        }
    }

    let store: any PeerStore
    let hashing: any Hashing
    let checker: any SignatureChecking
    let signer: any Signing
    let randomness: any Randomness
    let octetsMax: Int

    /// Works on `store`, whose transaction the caller holds; `signer` signs receipts.
    public init(
        store: any PeerStore, hashing: any Hashing, checker: any SignatureChecking,
        signer: any Signing, randomness: any Randomness, octetsMax: Int = answerOctetsMax
    ) {
        self.store = store
        self.hashing = hashing
        self.checker = checker
        self.signer = signer
        self.randomness = randomness
        self.octetsMax = octetsMax
    }

    /// Answers a request; throws only what the store throws.
    public func answer(_ request: SyncRequest, from asker: Asker) throws -> SyncAnswer {
        var parts: [SyncAnswer.Part] = []
        var octetsLeft = octetsMax
        var room = Self.snapshotOctetsMax
        for part in request.parts {
            parts.append(try answer(part, of: request.replica, from: asker, &octetsLeft, &room))
        }
        let asked = Set(request.parts.map(\.set))
        let others = try store.sets(of: asker.account).filter { !asked.contains($0) }
        return SyncAnswer(parts: parts, others: Array(others.prefix(WireLimits.setsMax)))
    }

    private func answer(
        _ part: SyncRequest.Part, of replica: ReplicaID, from asker: Asker,
        _ octetsLeft: inout Int, _ room: inout Int
    ) throws -> SyncAnswer.Part {
        let asked = digest(part.position)
        if let founding = part.founding, founding.isPersonal,
            let personal = try store.personalSet(of: asker.account), personal != part.set
        {
            var answer = SyncAnswer.Part(status: .other, asked: asked)
            answer.personal = personal
            return answer
        }
        guard let set = try store.set(part.set) ?? found(part, asker) else {
            return SyncAnswer.Part(status: .unknown, asked: asked)
        }
        guard let role = set.membership.role(of: asker.account) else {
            return try farewell(asker, set, asked: asked)
        }
        switch try standing(of: part, in: set) {
        case .unclear: return SyncAnswer.Part(status: .explain, asked: asked)
        case .elsewhere:
            if set.isHeld, role != .owner { return SyncAnswer.Part(status: .held, asked: asked) }
            // What finds no room is asked for again.
            guard octetsLeft > 0 else { return SyncAnswer.Part(status: .held, asked: asked) }
            octetsLeft -= set.membership.count * Self.entryOctets
            return try wayBack(into: set, asked: asked)
        case .here(let place):
            guard try serve(set, to: role, bringing: part, asker) else {
                return SyncAnswer.Part(status: .held, asked: asked)
            }
            guard set.membership.role(of: asker.account) != nil else {
                return try farewell(asker, set, asked: asked)
            }
            var answer = SyncAnswer.Part(status: .ok, asked: asked)
            answer.again = try takeAgain(part.again, from: asker, into: set)
            answer.results = try take(part.bundles, of: replica, from: asker, into: set)
            if place.seq < set.start {
                try reportSnapshot(set, after: place, in: &answer, &room)
            } else {
                try report(
                    set, to: replica, of: asker.account, after: place, in: &answer, &octetsLeft)
            }
            if place.isFirst { answer.epoch = store.epoch }
            return answer
        }
    }

    /// What somebody is told who has no role: while a set is held it may have been lost. Who was
    /// removed is shown the membership log up to there, signed: a copy is wiped for nothing less.
    private func farewell(
        _ asker: Asker, _ set: any PeerSet, asked: UInt64
    ) throws -> SyncAnswer.Part {
        let membership = set.membership
        guard membership.members[asker.account] != nil else {
            return SyncAnswer.Part(status: .unknown, asked: asked)
        }
        if set.isHeld { return SyncAnswer.Part(status: .held, asked: asked) }
        var answer = SyncAnswer.Part(status: .removed, asked: asked)
        let last = membership.entries.lastIndex { entry in
            if case .role(let account, _, _) = entry.change {
                account == asker.account
            } else {
                false
            }
        }
        let count = (last ?? 0) + 1
        answer.epoch = store.epoch
        answer.members = Array(membership.entries.prefix(count))
        let position = LogPosition.farewell(
            from: set.id, epoch: store.epoch, members: count, hash: membership.hashes[count],
            hashing)
        answer.receipt = signer.sign(SignedPosition.message(set.id, position))
        return answer
    }

    /// About how many octets a membership entry takes in an answer.
    private static let entryOctets = 128

    private func digest(_ position: SyncRequest.Position) -> UInt64 {
        switch position {
        case .short(_, _, let digest): digest
        case .full(let position): position.digest(hashing)
        }
    }

    private func found(
        _ part: SyncRequest.Part, _ asker: Asker
    ) throws -> (any PeerSet)? {
        guard let founding = part.founding,
            Naming(hashing).set(founder: founding.key, nonce: founding.nonce) == part.set,
            founding.key == asker.key
        else { return nil }
        let set = try store.makeSet(part.set)
        // Who has read it before shows that it was here before.
        if case .full(let position) = part.position, position.epoch != nil {
            try set.put(SetLoss(isHeld: false, isFoundedAgain: true))
        }
        try set.append(
            MemberEntry(
                id: randomness.octets16(), by: asker.account,
                change: .found(
                    key: founding.key, nonce: founding.nonce, isPersonal: founding.isPersonal,
                    name: try store.name(of: asker.account))))
        if founding.isPersonal { try store.putPersonalSet(part.set, of: asker.account) }
        return set
    }

    private func report(
        _ set: any PeerSet, to replica: ReplicaID, of account: AccountID, after place: Place,
        in answer: inout SyncAnswer.Part, _ octetsLeft: inout Int
    ) throws {
        let membership = set.membership
        answer.members = Array(membership.entries.dropFirst(place.members))
        octetsLeft -= answer.members.count * Self.entryOctets
        // One record may go beyond, but not one in every set.
        let isFull = octetsLeft <= 0 && set.end.seq > place.seq
        let (found, isCut) =
            isFull ? ([], true) : try set.records(after: place.seq, octetsMax: octetsLeft)
        // Small records reach the count that a reader takes long before the octets.
        let records = found.prefix(WireLimits.bundlesMax)
        let hasMore = isCut || records.count < found.count
        octetsLeft -= records.reduce(0) { $0 + $1.bundle.octetsEstimate }
        answer.log = records.map { record in
            if record.bundle.replica == replica {
                return .own(
                    seq: record.seq, bundle: record.bundle.hash(hashing), mask: record.mask,
                    members: record.members, receipt: record.receipt)
            }
            // Who wrote a refused op may have a copy of the store, whose drawer wants the words.
            let isAuthor = membership.replicas[record.bundle.replica]?.account == account
            let bundle = record.bundle.withoutPayloads {
                !isAuthor && record.mask[$0].isRefusal
            }
            return .record(
                Record(
                    seq: record.seq, bundle: bundle, mask: record.mask, members: record.members,
                    receipt: record.receipt))
        }
        answer.hasMore = hasMore
        answer.contentHash = hasMore ? nil : set.contentHash
        try sign(&answer, in: set, after: place, reaching: place.seq + UInt64(records.count))
    }

    /// Leads on a client that stands in what the snapshot stands for: by one part of it, or by none
    /// if the answer is full.
    private func reportSnapshot(
        _ set: any PeerSet, after place: Place, in answer: inout SyncAnswer.Part,
        _ room: inout Int
    ) throws {
        answer.members = Array(set.membership.entries.dropFirst(place.members))
        answer.hasMore = true
        var reached = place.seq
        if room > 0, let part = try set.snapshotPart(after: place.seq) {
            room -= part.octets.count
            reached = part.last
            answer.log = [.snapshot(part.octets)]
            answer.hasMore = part.last < set.end.seq
        }
        answer.contentHash = answer.hasMore ? nil : set.contentHash
        try sign(&answer, in: set, after: place, reaching: reached)
    }

    /// The server's word for the position that the part leads to, if that is a new one.
    private func sign(
        _ answer: inout SyncAnswer.Part, in set: any PeerSet, after place: Place,
        reaching seq: UInt64
    ) throws {
        if answer.log.isEmpty, answer.members.isEmpty, !place.isFull { return }
        guard let running = try set.running(at: seq) else { return }
        let position = LogPosition(
            epoch: store.epoch, seq: seq, running: running, members: set.membership.count,
            membersHash: set.membership.hash)
        answer.receipt = signer.sign(SignedPosition.message(set.id, position))
    }
}
