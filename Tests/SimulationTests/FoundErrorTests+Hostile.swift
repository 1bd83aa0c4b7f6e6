import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import Testing
import WireFormat

@testable import SyncEngine

extension FoundErrorTests {
    /// What ben is answered after ada has tagged the note.
    private func answer(_ story: Story) throws -> (World.Request, SyncAnswer) {
        let note = try story.note()
        _ = try story.write(story.ada) { try $0.tag(note, "a") }
        try story.world.round(story.ada)
        let request = try #require(try story.world.request(story.ben))
        return (request, try story.world.serve(request).answer)
    }

    private func take(
        _ told: (inout SyncAnswer.Part) throws -> Void, _ story: Story
    ) throws -> SyncReport {
        let (request, answer) = try answer(story)
        let parts = try zip(request.request.parts, answer.parts).map { asked, part in
            var part = part
            if asked.set == story.set { try told(&part) }
            return part
        }
        return try story.world.replica(of: story.ben).take(
            SyncAnswer(parts: parts), to: request.request)
    }

    @Test func aVerdictThatTheServerDidNotSignIsNotTaken() throws {
        let story = try Story()
        let report = try take(
            { part in
                part.log = part.log.map { entry in
                    guard case .record(let record) = entry else { return entry }
                    return .record(
                        Record(
                            seq: record.seq, bundle: record.bundle, mask: [.denied],
                            members: record.members, receipt: nil))
                }
                part.receipt = nil
                part.contentHash = nil
            }, story)
        #expect(report.stopped == [story.set: .serverLies])
        #expect(report.received == 0)
    }

    @Test func membersThatTheServerDidNotSignAreNotTaken() throws {
        let story = try Story()
        let before = try story.copy(story.ben).membership
        let report = try take(
            { part in
                let owner = try #require(before.entries.first?.by)
                part.members.append(
                    MemberEntry(
                        id: .zero, by: owner,
                        change: .role(account: story.ben.owner, name: "ben", role: .owner)))
                part.receipt = nil
            }, story)
        #expect(report.stopped == [story.set: .serverLies])
        #expect(try story.copy(story.ben).membership.hash == before.hash)
        #expect(try story.copy(story.ben).state.position.members == before.count)
    }

    @Test func anEpochThatTheServerDidNotSignIsNotEntered() throws {
        let story = try Story()
        let before = try story.copy(story.ben).state.position
        let report = try take(
            { part in
                part = SyncAnswer.Part(status: .epoch, asked: part.asked)
                part.epoch = Octets16(high: 1, low: 2)
                part.members = try story.copy(story.ben).membership.entries
            }, story)
        #expect(report.stopped == [story.set: .serverLies])
        #expect(try story.copy(story.ben).state.position == before)
        #expect(!report.hasNewIdentity)
    }

    @Test func aStoppedSetGoesOnOnceTheServerIsTrueAgain() throws {
        let story = try Story()
        story.world.play.deceived.insert(ObjectIdentifier(story.ben))
        let report = try take({ $0.contentHash = $0.contentHash.map { $0 &+ 1 } }, story)
        #expect(report.stopped == [story.set: .contentDiffers])
        try story.world.transact(story.ben) { replica in
            replica.resume(try #require(try replica.store.copy(of: story.set)))
        }
        #expect(try story.world.round(story.ben))
        #expect(try story.copy(story.ben).state.stop == nil)
    }

    @Test func aMembersBareWordAddsNothingToTheMembershipLog() throws {
        let story = try Story(.reader)
        let ben = story.ben
        let entries = (0..<9).map { number in
            MemberEntry(
                id: Octets16(high: 7, low: UInt64(number)), by: ben.owner,
                change: .replica(
                    ReplicaID(Octets16(high: 8, low: UInt64(number))), key: ben.signer.key,
                    account: ben.owner))
        }
        let state = try story.copy(ben).own.state
        let position = state.position
        let part = SyncRequest.Part(set: story.set, position: .full(position), membersTail: entries)
        _ = try story.world.serve(
            World.Request(
                machine: ben, asker: SyncPeer.Asker(account: ben.owner, key: ben.signer.key),
                request: SyncRequest(replica: ben.store.replica, parts: [part])))
        let membership = try #require(story.world.server.memorySet(story.set)).membership
        #expect(membership.replicas.values.count { $0.account == ben.owner } == 0)
    }

    @Test func anOpIssuedTwiceIsOfOneNote() throws {
        let story = try Story()
        let first = try story.note()
        let tag = try story.write(story.ben) { try $0.tag(first, "a") }
        let article = try #require(
            try story.copy(story.ben).entity(first, .shown)?.creation?.article)
        let other = try story.write(story.ben) {
            try $0.annotate(article, text: "other", anchor: nil)
        }
        let again = try story.write(story.ben) { author in
            let op = tag.op.reissued(as: tag.identity, target: .annotation(other.dot))
            return try author.replica.enqueue(op, in: author.copy)
        }
        try story.world.round(story.ben)
        #expect(try story.copy(story.ben).op(at: tag.dot)?.verdict == .accepted)
        #expect(try story.copy(story.ben).op(at: again.dot)?.verdict == .malformed)
    }

    @Test func anOpOfAnotherAccountIsNotIssuedAgain() throws {
        let story = try Story()
        let note = try story.note()
        let tag = try story.write(story.ada) { try $0.tag(note, "a") }
        for machine in [story.ada, story.ben] { try story.world.round(machine) }
        try story.world.transact(story.ada) { try $0.takeNewIdentity() }
        let again = try story.write(story.ben) { author in
            try author.replica.enqueue(
                tag.op.reissued(as: tag.identity), in: author.copy)
        }
        try story.world.round(story.ben)
        #expect(try story.copy(story.ben).op(at: again.dot)?.verdict == .denied)
    }

    /// Else it would try what nobody can: only its author knows what a refused op was before.
    @Test func aHostileMemberReadsWhatTheServerGives() throws {
        let story = try Story(.commenter)
        let world = story.world
        let note = try story.note()
        let article = try #require(
            try story.copy(story.ben).entity(note, .shown)?.creation?.article)
        let refused = try story.write(story.ben) { author in
            try author.replica.issue(
                .title, .article(article), payload: .name("not allowed"), in: author.copy)
        }
        try world.round(story.ben)
        #expect(story.ben.store.drawer.map(\.identity) == [refused.identity])
        let member = HostileMember(
            account: story.ada.owner, story.ada.signer,
            replica: ReplicaID(Octets16(high: 1, low: 2)))
        try member.read(try #require(world.server.memorySet(story.set)), world.hashing)
        let part = SyncRequest.Part(
            set: story.set, position: .full(.start(of: story.set, world.hashing)))
        let answer = try world.serverDisk.transaction { store in
            try SyncPeer(
                store: store, hashing: world.hashing, checker: world.serverSigner,
                signer: world.serverSigner, randomness: world.randomness
            ).answer(
                SyncRequest(replica: member.replica, parts: [part]),
                from: SyncPeer.Asker(account: member.account, key: member.signer.key))
        }
        let given = answer.parts.flatMap(\.log).compactMap { entry -> Record? in
            if case .record(let record) = entry { record } else { nil }
        }
        #expect(given.contains { $0.bundle.replica == refused.dot.replica })
        #expect(member.known[story.set]?.records.map(\.record) == given)
    }
}
