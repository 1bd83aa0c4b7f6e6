import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

/// What a server that was put back takes from whom, each rule by the story that breaks it.
@Suite struct RecoveryRuleTests {
    private let story: Story

    init() throws { story = try Story() }

    private var log: MemoryPeerSet {
        get throws { try #require(story.world.server.memorySet(story.set)) }
    }

    private func role(_ machine: Machine) throws -> Role? {
        try log.membership.role(of: machine.owner)
    }

    /// What a device is answered that stands at the end of the server's log.
    private func ask(
        _ machine: Machine, as replica: ReplicaID? = nil, bundles: [Bundle] = [],
        again: [RecordAgain] = [], tail: [MemberEntry] = [], proof: SignedPosition? = nil
    ) throws -> SyncAnswer.Part {
        let log = try log
        let position = LogPosition(
            epoch: story.world.server.epoch, seq: log.end.seq, running: log.end.running,
            members: log.membership.count, membersHash: log.membership.hash)
        let part = SyncRequest.Part(
            set: story.set, position: .full(position), bundles: bundles, again: again,
            membersTail: tail,
            proof: proof)
        let request = World.Request(
            machine: machine,
            asker: SyncPeer.Asker(account: machine.owner, key: machine.signer.key),
            request: SyncRequest(replica: replica ?? machine.store.replica, parts: [part]))
        return try #require(try story.world.serve(request).answer.parts.first)
    }

    /// The server's word for where a device stands.
    private func word(_ machine: Machine) throws -> SignedPosition {
        let state = try story.copy(machine).state
        return SignedPosition(
            position: state.position, signature: try #require(state.receipt))
    }

    private func restore(_ backup: any PeerBackup) throws {
        try story.world.serverRestore(backup, isNewEpoch: true)
    }

    @Test func aSetThatLostNothingTakesNothingBack() throws {
        let entry = MemberEntry(
            id: Octets16(high: 1, low: 2), by: story.ada.owner,
            change: .role(account: story.ben.owner, name: "ben", role: .owner))
        let record = try #require(try story.copy(story.ada).own.records.first)
        let again = RecordAgain(previous: .zero, record: record)
        let count = try log.membership.count
        let answer = try ask(story.ada, again: [again], tail: [entry], proof: word(story.ada))
        #expect(answer.again == [.refused])
        #expect(try log.membership.count == count)
    }

    @Test func anOwnersWordMakesNoDeviceOfSomebodyElse() throws {
        let backup = try story.world.serverBackup()
        let proof = try word(story.ada)
        try restore(backup)
        let replica = ReplicaID(Octets16(high: 3, low: 4))
        let entry = MemberEntry(
            id: Octets16(high: 1, low: 2), by: story.ada.owner,
            change: .replica(replica, key: story.ada.signer.key, account: story.ben.owner))
        _ = try ask(story.ada, tail: [entry], proof: proof)
        #expect(try !log.isHeld)
        #expect(try log.membership.replicas[replica] == nil)
    }

    @Test func anOldGrantDoesNotUndoALaterRemoval() throws {
        let backup = try story.world.serverBackup()
        for role in [Role.commenter, nil] { try story.give(role) }
        try story.world.round(story.ada)
        let tail = try log.membership.entries
        let proof = try word(story.ada)
        try restore(backup)
        // As after a member who may not give a role, but bring the proof that it was taken.
        let withoutGrant = tail.dropLast(2) + tail.suffix(1)
        _ = try ask(story.ada, tail: Array(withoutGrant), proof: proof)
        #expect(try role(story.ben) == nil)
        _ = try ask(story.ada, tail: tail, proof: proof)
        #expect(try role(story.ben) == nil)
    }

    @Test func whatAnOwnerDecidedSinceIsNotUndone() throws {
        let backup = try story.world.serverBackup()
        try story.give(.owner)
        try story.world.round(story.ada)
        let tail = try log.membership.entries
        let proof = try word(story.ada)
        try restore(backup)
        try story.give(.reader)
        _ = try ask(story.ada, tail: tail, proof: proof)
        #expect(try role(story.ben) == .reader)
    }

    @Test func whoLeftStaysAway() throws {
        let backup = try story.world.serverBackup()
        try log.append(
            MemberEntry(
                id: Octets16(high: 1, low: 2), by: story.ben.owner,
                change: .role(account: story.ben.owner, name: "ben", role: nil)))
        try story.world.round(story.ada)
        let (tail, proof) = (try log.membership.entries, try word(story.ada))
        try restore(backup)
        _ = try ask(story.ada, tail: tail, proof: proof)
        #expect(try role(story.ben) == nil)
    }

    @Test func theLastOwnerStays() throws {
        let backup = try story.world.serverBackup()
        let proof = try word(story.ada)
        try restore(backup)
        let entry = MemberEntry(
            id: Octets16(high: 1, low: 2), by: story.ada.owner,
            change: .role(account: story.ada.owner, name: "ada", role: .reader))
        _ = try ask(story.ada, tail: [entry], proof: proof)
        #expect(try role(story.ada) == .owner)
    }

    @Test func aDeviceThatKnowsNothingDoesNotEndTheHold() throws {
        let backup = try story.world.serverBackup()
        let proof = try word(story.ada)
        try restore(backup)
        #expect(try ask(story.ada).status == .held)
        #expect(try log.isHeld)
        #expect(try ask(story.ben, proof: word(story.ben)).status == .held)
        #expect(try ask(story.ada, proof: proof).status == .ok)
        #expect(try !log.isHeld)
    }

    @Test func aRemovalIsBelievedOnlyIfItIsProvenAndNew() throws {
        for role in [nil, Role.editor] { try story.give(role) }
        try story.world.round(story.ben)
        let entries = try story.copy(story.ben).membership.entries
        let removal = try #require(
            entries.lastIndex {
                if case .role(story.ben.owner, _, nil) = $0.change { true } else { false }
            })
        let request = try #require(try story.world.request(story.ben))
        func take(_ members: [MemberEntry]) throws -> SyncReport {
            let parts = request.request.parts.map { asked in
                var part = SyncAnswer.Part(status: .removed, asked: asked.position.asked(story))
                part.epoch = story.world.server.epoch
                part.members = members
                let membership = Membership(members, story.world.hashing)
                let position = LogPosition.farewell(
                    from: asked.set, epoch: story.world.server.epoch, members: members.count,
                    hash: membership.hash, story.world.hashing)
                part.receipt = story.world.serverSigner.sign(
                    SignedPosition.message(asked.set, position))
                return part
            }
            return try story.world.transact(story.ben) {
                try $0.take(SyncAnswer(parts: parts), to: request.request)
            }
        }
        // One that is known, after which the account came back, and one that is none.
        for members in [Array(entries.prefix(removal + 1)), []] {
            #expect(try take(members).held.contains(story.set))
            #expect(try story.copy(story.ben).state.stop == nil)
        }
        try story.give(nil)
        _ = try take(log.membership.entries)
        #expect(try story.copy(story.ben).state.stop == .removed)
    }

    @Test func aSetIsAskedForOnce() throws {
        let request = try #require(try story.world.request(story.ben)).request
        let twice = SyncRequest(replica: request.replica, parts: request.parts + request.parts)
        #expect(throws: DecodingFailure.notCanonical) {
            try SyncRequest.decode(twice.encoded(), story.world.hashing)
        }
    }

    private func articleOfNote() throws -> ArticleID {
        let creation = try story.copy(story.ada).entity(story.note(), .shown)?.creation
        return try #require(creation?.article)
    }

    /// The first bundle of a replica, as this machine would sign it.
    private func bundle(
        _ op: Op, of replica: ReplicaID, by machine: Machine
    ) -> Bundle {
        let hashing = story.world.hashing
        let bare = Bundle(
            set: story.set, replica: replica, first: 1, previous: .zero,
            entries: [.op(op, hash: OpEncoding.hash(op, hashing))], signature: [])
        return Bundle(
            set: bare.set, replica: replica, first: 1, previous: .zero, entries: bare.entries,
            signature: machine.signer.sign(bare.hash(hashing).octets))
    }

    private func newReplica(of account: AccountID) -> ReplicaID {
        Naming(story.world.hashing).replica(of: account, nonce: Octets16(high: 1 << 20, low: 0))
    }

    @Test func aNewReplicaIsEnteredOnlyForTheAccountOfItsId() throws {
        let op = Op(
            kind: .annotate, target: .article(try articleOfNote()),
            stamp: HybridTimestamp(bits: 0),
            payload: Payload.annotation(text: "mine", anchor: nil).encoded())
        for (owner, result) in [
            (story.ada.owner, SyncAnswer.Result.forked), (story.ben.owner, .ok),
        ] {
            let replica = newReplica(of: owner)
            let bundle = bundle(op, of: replica, by: story.ben)
            let answer = try ask(story.ben, as: replica, bundles: [bundle])
            #expect(answer.results == [result])
            #expect(try (log.membership.replicas[replica] != nil) == (result == .ok))
        }
    }

    @Test func aFirstIssueDoesNotComeBackInOtherWords() throws {
        let backup = try story.world.serverBackup()
        let note = try story.write(story.ada) {
            try $0.annotate(articleOfNote(), text: "kelp", anchor: nil)
        }
        _ = try story.world.round(story.ada, trips: 9)
        let records = try log.own.log
        let index = try #require(records.lastIndex { $0.bundle.replica == note.dot.replica })
        let lost = RecordAgain(
            previous: try #require(try log.running(at: UInt64(index))), record: records[index])
        let proof = try word(story.ada)
        try restore(backup)
        _ = try ask(story.ada, proof: proof)
        // Whoever keeps to no rule issues it again in other words.
        let other = Op(
            kind: .annotate, target: note.op.target, stamp: note.op.stamp, was: note.identity,
            payload: Payload.annotation(text: "eelgrass", anchor: nil).encoded())
        let replica = newReplica(of: story.ada.owner)
        let pushed = try ask(
            story.ada, as: replica, bundles: [bundle(other, of: replica, by: story.ada)])
        #expect(pushed.results == [.ok])
        #expect(try log.own.log.last?.mask == [.accepted])
        #expect(try ask(story.ben, again: [lost]).again == [.forked])
    }

    @Test func recordsWaitInTheOrderOfTheirLog() throws {
        let backup = try story.world.serverBackup()
        let note = try story.note()
        for tag in ["a", "b", "c"] {
            _ = try story.write(story.ada) { try $0.tag(note, tag) }
            try story.world.round(story.ada)
        }
        let counters = try story.copy(story.ada).own.records.suffix(3).map(\.bundle.first)
        try restore(backup)
        // Follows, brings all, and reads none of it back before the server is put back again.
        for _ in 0..<2 {
            let request = try #require(try story.world.request(story.ada))
            _ = try story.world.take(try story.world.serve(request), 1)
        }
        try restore(backup)
        let request = try #require(try story.world.request(story.ada))
        _ = try story.world.take(try story.world.serve(request), 1)
        let waiting = try story.copy(story.ada).lostRecords()
        #expect(waiting.map(\.bundle.first) == Array(counters))
        #expect(waiting.allSatisfy { $0.fate == .waiting })
        #expect(try story.world.round(story.ada))
        #expect(try story.copy(story.ada).lostRecords().isEmpty)
    }
}

extension SyncRequest.Position {
    fileprivate func asked(_ story: Story) -> UInt64 {
        switch self {
        case .short(_, _, let digest): digest
        case .full(let position): position.digest(story.world.hashing)
        }
    }
}
