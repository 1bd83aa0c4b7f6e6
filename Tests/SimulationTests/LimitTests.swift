import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import Testing
import WireFormat

@testable import SyncEngine

/// What schedules are too short to reach.
@Suite struct LimitTests {
    @Test func moreHeadsThanAnOpMayNameAreJoinedFirst() throws {
        let story = try Story()
        let note = try story.note()
        let copy = try story.copy(story.ben)
        let creation = try #require(try copy.entity(note, .shown)?.creation)
        for index in 0...WireLimits.predecessorsMax {
            let run = Payload.Run(position: 3, deleted: 0, inserted: "\(index % 10)")
            _ = try story.write(story.ben) { author in
                try author.replica.issue(
                    .text, .annotation(creation.dot), names: [creation.dot],
                    payload: .runs([run]), in: copy)
            }
        }
        let before = try story.shown(story.ben)
        #expect(before.heads.count == WireLimits.predecessorsMax + 1)
        _ = try story.write(story.ben) { author in
            try author.edit(note, shown: before, to: before.text + "!")
        }
        let after = try story.shown(story.ben)
        #expect(after.heads.count == 1)
        #expect(after.text == before.text + "!")
        for machine in [story.ben, story.ada] { try story.world.round(machine, share: 1) }
        #expect(try story.shown(story.ada).text == after.text)
    }

    @Test func moreRunsThanAnOpMayHoldAreWrittenAsOne() throws {
        let shown = "xx" + String(repeating: "a ", count: WireLimits.runsMax + 1) + "yy"
        let typed = "xx" + String(repeating: "b ", count: WireLimits.runsMax + 1) + "yy"
        let runs = (0...WireLimits.runsMax).map {
            TextRun(position: 2 + $0 * 2, deleted: 1, inserted: "b")
        }
        let one = Author.bounded(runs) { shown }
        #expect(one.count == 1)
        let run = try #require(one.first)
        #expect(run.position == 2 && run.deleted == WireLimits.runsMax * 2 + 1)
        let run2 = TextRun(position: run.position, deleted: run.deleted, inserted: run.inserted)
        #expect(TextEdit.apply([run2], to: shown) == typed)
        #expect(Author.bounded(Array(runs.dropLast())) { shown }.count == WireLimits.runsMax)
    }

    @Test(arguments: [0, 1, 2, 3]) func anAnchorThatNobodyCouldReadIsNotWritten(_ part: Int) throws
    {
        let story = try Story()
        let note = try story.note()
        let limits = [WireLimits.shortTextOctetsMax, WireLimits.nameOctetsMax * 2]
        func anchor(_ more: Int) -> AnchorPayload {
            let words = (0..<4).map { place in
                String(repeating: "a", count: limits[place / 2] + (place == part ? more : 0))
            }
            return AnchorPayload(
                exact: words[0], prefix: words[2], suffix: words[3], start: 0, end: 1,
                heading: words[1], version: .zero)
        }
        let failure = AuthoringFailure.tooLong(limit: limits[part / 2])
        #expect(throws: failure) {
            try story.write(story.ben) { try $0.set(.reattach, of: note, to: .anchor(anchor(1))) }
        }
        let article = try #require(
            try story.copy(story.ben).entity(note, .shown)?.creation?.article)
        #expect(throws: failure) {
            try story.write(story.ben) {
                try $0.annotate(article, text: "", anchor: anchor(1))
            }
        }
        _ = try story.write(story.ben) { try $0.set(.reattach, of: note, to: .anchor(anchor(0))) }
    }

    @Test func sealedBordersStayWhereTheyWereFirstSent() throws {
        let story = try Story()
        let note = try story.note()
        let count = WireLimits.bundleOpsMax * 2 + 7
        func tag(_ numbers: Range<Int>) throws {
            for number in numbers {
                _ = try story.write(story.ben) { try $0.tag(note, "tag\(number)") }
            }
        }
        try tag(0..<count)
        let first = try #require(try story.world.request(story.ben))
        let sent = try #require(first.request.parts.first { $0.set == story.set }).bundles
        #expect(sent.map(\.entries.count) == [500, 500, 7])
        // The server has it, the answer is lost, and the person goes on.
        _ = try story.world.serve(first)
        try tag(count..<count + 3)
        let second = try #require(try story.world.request(story.ben))
        let again = try #require(second.request.parts.first { $0.set == story.set }).bundles
        #expect(Array(again.prefix(3)) == sent)
        #expect(again.map(\.entries.count) == [500, 500, 7, 3])
        let answer = try story.world.serve(second)
        _ = try story.world.take(answer, 1)
        try story.world.round(story.ben)
        #expect(try story.copy(story.ben).own.outbox.isEmpty)
        try story.world.round(story.ada, share: 1)
        let state = try story.copy(story.ada).entity(note, .shown)
        #expect(state?.values(of: .tag).count == count + 3)
    }

    enum Lie: CaseIterable, Sendable {
        case verdict, gap, order, members, signature, content, receipt
    }

    @Test(arguments: Lie.allCases) func aLyingServerIsRefused(_ lie: Lie) throws {
        let story = try Story()
        let note = try story.note()
        for tag in ["a", "b"] {
            _ = try story.write(story.ada) { try $0.tag(note, tag) }
            try story.world.round(story.ada)
        }
        let before = try story.copy(story.ben).confirmedTags(of: note)
        let request = try #require(try story.world.request(story.ben))
        let answer = try story.world.serve(request).answer
        let parts = try zip(request.request.parts, answer.parts).map { asked, part in
            asked.set == story.set ? try lie.told(in: part) : part
        }
        let report = try story.world.replica(of: story.ben).take(
            SyncAnswer(parts: parts), to: request.request)
        #expect(report.stopped == [story.set: lie.stop])
        if lie != .content { #expect(report.received <= 1) }
        #expect(before == 0)
    }
}

extension MemoryCopy {
    fileprivate func confirmedTags(of note: EntityID) throws -> Int {
        try entity(note, .confirmed)?.values(of: .tag).count ?? 0
    }
}

extension LimitTests.Lie {
    fileprivate var stop: CopyState.Stop { self == .content ? .contentDiffers : .serverLies }

    fileprivate func told(in part: SyncAnswer.Part) throws -> SyncAnswer.Part {
        var part = part
        var records = part.log.compactMap { entry -> Record? in
            if case .record(let record) = entry { record } else { nil }
        }
        try #require(records.count == 2)
        let first = records[0]
        let bundle = first.bundle
        switch self {
        case .verdict: records[0] = first.changed(mask: [.denied])
        case .gap: records.removeFirst()
        case .order: records.swapAt(0, 1)
        case .members: records[0] = first.changed(members: first.members + 9)
        case .signature:
            let other = Bundle(
                set: bundle.set, replica: bundle.replica, first: bundle.first,
                previous: bundle.previous, entries: bundle.entries,
                signature: Array(repeating: 1, count: 64))
            records[0] = first.changed(bundle: other)
        case .content: part.contentHash = part.contentHash.map { $0 &+ 1 }
        case .receipt: records[1] = records[1].changed(receipt: Array(repeating: 2, count: 64))
        }
        part.log = records.map { .record($0) }
        return part
    }
}

extension Record {
    fileprivate func changed(
        bundle: Bundle? = nil, mask: [Verdict]? = nil, members: Int? = nil, receipt: [UInt8]? = nil
    ) -> Record {
        Record(
            seq: seq, bundle: bundle ?? self.bundle, mask: mask ?? self.mask,
            members: members ?? self.members, receipt: receipt ?? self.receipt)
    }
}
