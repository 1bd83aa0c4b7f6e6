import Access
public import AnnotationModel
import CRDT
public import Octets
public import Replication
public import WireFormat

/// The server's side of a sync: one request in, one answer out, inside one transaction
/// (Protocol/05-sync.md).
public struct SyncPeer {
    /// Octets of records of one set in one answer; one record may go beyond.
    public static let answerOctetsMax = 4_194_304

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
        for part in request.parts {
            parts.append(try answer(part, of: request.replica, from: asker))
        }
        let asked = Set(request.parts.map(\.set))
        let others = try store.sets(of: asker.account).filter { !asked.contains($0) }
        return SyncAnswer(parts: parts, others: Array(others.prefix(WireLimits.setsMax)))
    }

    private func answer(
        _ part: SyncRequest.Part, of replica: ReplicaID, from asker: Asker
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
            return SyncAnswer.Part(status: farewell(asker, set), asked: asked)
        }
        switch try standing(of: part, in: set) {
        case .unclear: return SyncAnswer.Part(status: .explain, asked: asked)
        case .elsewhere:
            if set.isHeld, role != .owner { return SyncAnswer.Part(status: .held, asked: asked) }
            return try wayBack(into: set, asked: asked)
        case .here(let place):
            guard try serve(set, to: role, bringing: part, asker) else {
                return SyncAnswer.Part(status: .held, asked: asked)
            }
            guard set.membership.role(of: asker.account) != nil else {
                return SyncAnswer.Part(status: farewell(asker, set), asked: asked)
            }
            var answer = SyncAnswer.Part(status: .ok, asked: asked)
            answer.again = try takeAgain(part.again, from: asker, into: set)
            answer.results = try take(part.bundles, of: replica, from: asker, into: set)
            try report(set, to: replica, of: asker.account, after: place, in: &answer)
            if place.isFirst { answer.epoch = store.epoch }
            return answer
        }
    }

    /// What somebody is told who has no role: while a set is held it may have been lost.
    private func farewell(_ asker: Asker, _ set: any PeerSet) -> SyncAnswer.Status {
        if set.membership.members[asker.account] == nil { return .unknown }
        return set.isHeld ? .held : .removed
    }

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
        in answer: inout SyncAnswer.Part
    ) throws {
        let membership = set.membership
        answer.members = Array(membership.entries.dropFirst(place.members))
        let (found, isCut) = try set.records(after: place.seq, octetsMax: octetsMax)
        // Small records reach the count that a reader takes long before the octets.
        let records = found.prefix(WireLimits.bundlesMax)
        let hasMore = isCut || records.count < found.count
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
        try sign(&answer, in: set, after: place)
    }

    /// The server's word for the position that the part leads to, if that is a new one.
    private func sign(
        _ answer: inout SyncAnswer.Part, in set: any PeerSet, after place: Place
    ) throws {
        if answer.log.isEmpty, answer.members.isEmpty, !place.isFirst { return }
        let seq = place.seq + UInt64(answer.log.count)
        guard let running = try set.running(at: seq) else { return }
        let position = LogPosition(
            epoch: store.epoch, seq: seq, running: running, members: set.membership.count,
            membersHash: set.membership.hash)
        answer.receipt = signer.sign(SignedPosition.message(set.id, position))
    }
}
