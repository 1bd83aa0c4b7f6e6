import Access
import AnnotationModel
import CRDT
import Compression
import Crypto
import HTTPMessage
import MemoryStorage
import Octets
@testable import PeerServer
import Replication
import Storage
import SyncEngine
import Synchronization
import Testing
import WireFormat

@Suite struct SyncTests {
    @Test func whatOnePushesTheOtherPulls() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let set = try await ada.found(desk)
        try await desk.admit(bob, to: set, as: .editor, by: ada)
        try ada.write("from ada", in: set)
        #expect(try await ada.sync(desk).sent == 1)
        let first = try await bob.sync(desk)
        #expect(first.joined == [set])
        #expect(first.received == 1)
        try bob.write("from bob", in: set)
        #expect(try await bob.sync(desk).sent == 1)
        #expect(try await ada.sync(desk).received == 1)
        #expect(try ada.content(set) == bob.content(set))
        #expect(try ada.outbox(set) == 0 && bob.outbox(set) == 0)
    }

    @Test func aLostAnswerIsAnsweredByTheSameRequestAgain() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        try ada.write("one", in: set)
        let request = try ada.replica.request()
        let lost = try SyncAnswer.decode(await ada.push(request, desk).body, BLAKE2b())
        #expect(lost.parts.first?.results == [.ok])
        let again = try SyncAnswer.decode(await ada.push(request, desk).body, BLAKE2b())
        #expect(again.parts.first?.results == [.dup])
        _ = try ada.replica.take(again, to: request)
        #expect(try ada.outbox(set) == 0)
        #expect(try desk.store.counts().records == 1)
    }

    @Test func aReadersWordsAreRefusedByThemselvesAndCounted() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let set = try await ada.found(desk)
        try await desk.admit(bob, to: set, as: .editor, by: ada)
        try bob.replica.join(set)
        try await bob.sync(desk)
        try bob.write("too late", in: set)
        let lowered = try await desk.setRole("\"reader\"", of: bob, in: set, by: ada, seenBy: ada)
        #expect(lowered.status == 200)
        #expect(try await bob.sync(desk).refused.count == 1)
        try await ada.sync(desk)
        #expect(try ada.content(set) == bob.content(set))
        let page = String(decoding: await desk.ask(.get, "/metrics").body, as: UTF8.self)
        let lines = page.split(separator: "\n")
        #expect(lines.contains("postil_ops_refused_total 1"))
        #expect(lines.contains("postil_pushed_bundles_total 1"))
    }

    @Test func aPollChangesNothingInTheStore() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        let before = try desk.store.counts()
        for _ in 0..<3 { #expect(try await ada.sync(desk) == SyncReport()) }
        #expect(try desk.store.counts() == before)
        #expect(try ada.outbox(set) == 0)
    }

    @Test func messagesMayBeCompressedBothWays() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let set = try await ada.found(desk)
        for index in 0..<60 { try ada.write("article number \(index)", in: set) }
        let request = try ada.replica.request()
        let frame = try #require(Zstandard.compress(request.encoded()))
        let pushed = await desk.ask(
            .post, "/v1/sync", ada.token, body: frame, fields: ["Content-Encoding": "zstd"])
        #expect(pushed.status == 200)
        try await desk.admit(bob, to: set, as: .reader, by: ada)
        try bob.replica.join(set)
        let pull = try bob.replica.request().encoded()
        let plain = await desk.ask(.post, "/v1/sync", bob.token, body: pull)
        #expect(plain.fields["Content-Encoding"] == nil)
        let packed = await desk.ask(
            .post, "/v1/sync", bob.token, body: pull, fields: ["Accept-Encoding": "gzip, zstd"])
        #expect(packed.fields["Content-Encoding"] == "zstd")
        #expect(packed.body.count < plain.body.count)
        #expect(try Zstandard.decompress(packed.body, max: 1 << 20) == plain.body)
    }

    @Test func aBombIsTooLarge() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let frame = try #require(bomb(octets: 64 << 20))
        let answer = await desk.ask(
            .post, "/v1/sync", ada.token, body: frame, fields: ["Content-Encoding": "zstd"])
        #expect(answer.problem == "too-large")
        let broken = await desk.ask(
            .post, "/v1/sync", ada.token, body: [1, 2, 3], fields: ["Content-Encoding": "zstd"])
        #expect(broken.problem == "malformed")
        let other = await desk.ask(
            .post, "/v1/sync", ada.token, body: [], fields: ["Content-Encoding": "gzip"])
        #expect(other.problem == "malformed")
    }

    /// A frame of zeros in blocks that repeat one octet (RFC 8878, 3.1.1.2.2).
    private func bomb(octets: Int) -> [UInt8]? {
        var frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]
        let block = 128 << 10
        let blocks = octets / block
        for index in 0..<blocks {
            let head = UInt32(index == blocks - 1 ? 1 : 0) | 1 << 1 | UInt32(block) << 3
            frame += (0..<3).map { UInt8(truncatingIfNeeded: head >> (8 * $0)) } + [0]
        }
        return frame
    }

    @Test func anAnswerAboutManySetsFitsIntoAMessage() {
        #expect(PeerServer.octetsMax(sets: 0) == SyncPeer.answerOctetsMax)
        #expect(PeerServer.octetsMax(sets: 1) == SyncPeer.answerOctetsMax)
        for sets in [6, 7, 100, WireLimits.setsMax] {
            #expect(PeerServer.octetsMax(sets: sets) * sets < WireLimits.messageOctetsMax)
            #expect(PeerServer.octetsMax(sets: sets) > 20_000)
        }
    }

    @Test func anotherVersionIsToldSo() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        var writer = CBORWriter()
        writer.writeArray(count: 3)
        for _ in 0..<3 { writer.write(UInt64(2)) }
        let answer = await desk.ask(.post, "/v1/sync", ada.token, body: writer.octets)
        #expect(answer.problem == "version-mismatch")
        #expect(answer.status == 426)
    }

    @Test func damagedMessagesAreMalformedAndNeverAFault() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        try ada.write("one", in: set)
        let whole = try ada.replica.request().encoded()
        var numbers = SplitMix64(seed: 7)
        for round in 0..<400 {
            var octets = whole
            switch round % 3 {
            case 0: octets = (0..<numbers.below(200)).map { _ in UInt8(numbers.below(256)) }
            case 1: octets.removeLast(1 + numbers.below(octets.count - 1))
            default: octets[numbers.below(octets.count)] ^= UInt8(1 + numbers.below(255))
            }
            let answer = await desk.ask(.post, "/v1/sync", ada.token, body: octets)
            #expect([200, 400, 426].contains(answer.status), "round \(round)")
            if round % 3 == 1 { #expect(answer.problem == "malformed") }
        }
        #expect(desk.faults.lines.withLock { $0 } == [])
    }

    @Test func damagedObjectsAreMalformedAndNeverAFault() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        let routes: [(HTTPMethod, String)] = [
            (.post, "/v1/accounts"), (.post, "/v1/joins"),
            (.post, "/v1/sets/\(set.hex)/invites"),
            (.put, "/v1/sets/\(set.hex)/members/\(ada.account)"),
        ]
        let bodies = [
            "", "{", "[]", "null", "{}", #"{"role":7}"#, #"{"role":"king"}"#, #"{"code":null}"#,
            #"{"role":"reader","uses":0}"#, #"{"role":null,"members":-1,"hash":""}"#,
            #"{"invite":"0000-0000-0000","device":{"name":"x","key":"00"}}"#,
            String(repeating: "[", count: 10_000),
        ]
        for (method, path) in routes {
            for body in bodies {
                let answer = await desk.ask(method, path, ada.token, json: body)
                #expect(answer.problem == "malformed", "\(path) \(body.prefix(40))")
            }
            let long = await desk.ask(
                method, path, ada.token, body: [UInt8](repeating: 0x20, count: 70_000))
            #expect(long.problem == "too-large")
        }
        #expect(desk.faults.lines.withLock { $0 } == [])
    }
}
