import AnnotationModel
import CRDT
import Crypto
import Octets
import Replication
import Testing
import WireFormat

/// Octets from outside are a value in its one form, or refused; nothing traps.
struct OutsideOctetsTests {
    private let hashing = BLAKE2b()

    @Test("what is read is written as the same octets", arguments: UInt64(0)..<300)
    func randomOctetsAreRefusedOrCanonical(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let count = Int.random(in: 0..<64, using: &random)
            let octets = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            expectOneForm(octets)
        }
    }

    @Test("a bundle comes back as it was, and its hash with it", arguments: UInt64(0)..<200)
    func bundlesComeBack(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bundle = bundle(&random)
        let back = try Bundle.decode(bundle.encoded(), hashing)
        #expect(back == bundle)
        #expect(back.hash(hashing) == bundle.hash(hashing))
    }

    @Test("a changed octet is refused or makes another value", arguments: UInt64(0)..<60)
    func mutationsAreRefusedOrCanonical(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let position = LogPosition.start(of: SetID(octets(&random)), hashing)
        let request = SyncRequest(
            replica: ReplicaID(octets(&random)),
            parts: [
                SyncRequest.Part(
                    set: SetID(octets(&random)), position: .full(position),
                    bundles: [bundle(&random)])
            ])
        let whole = request.encoded()
        #expect(try SyncRequest.decode(whole, hashing) == request)
        mutate(whole, &random)
        for count in 0..<whole.count {
            #expect(throws: DecodingFailure.self) {
                try SyncRequest.decode(Array(whole.prefix(count)), hashing)
            }
        }
    }

    @Test("a part of a snapshot comes back as it was, and no other", arguments: UInt64(0)..<60)
    func partsOfSnapshots(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let set = SetID(octets(&random))
        let chains = (0..<3).map { _ in bundle(&random) }
        var ends: [ReplicaID: Bundle] = [:]
        var records: [Record] = []
        for seq in 5...16 as ClosedRange<UInt64> {
            let like = chains[Int.random(in: 0..<3, using: &random)]
            let end = ends[like.replica]
            let next = Bundle(
                set: set, replica: like.replica, first: (end?.last ?? 7) + 1,
                previous: end?.hash(hashing) ?? .zero, entries: like.entries,
                signature: Array(repeating: UInt8(seq), count: 64))
            ends[like.replica] = next
            let mask = next.entries.map { _ in
                Bool.random(using: &random) ? Verdict.accepted : .denied
            }
            records.append(
                Record(
                    seq: seq, bundle: next, mask: mask, members: 3,
                    receipt: Array(repeating: 1, count: 64)))
        }
        let part = try #require(SnapshotPart(set: set, before: .zero, records: records))
        let whole = part.encoded()
        #expect(try SnapshotPart.decode(whole, hashing) == part)
        var running = Octets32.zero
        for record in records { running = record.running(after: running, hashing) }
        #expect(part.running(hashing) == running)
        #expect(part.records.filter { $0.bundle.isSigned }.count == ends.count)
        mutate(whole, &random)
        for count in 0..<whole.count {
            #expect(throws: DecodingFailure.self) {
                try SnapshotPart.decode(Array(whole.prefix(count)), hashing)
            }
        }
    }

    private func mutate(_ whole: [UInt8], _ random: inout SplitMix64) {
        for _ in 0..<200 {
            var changed = whole
            let place = Int.random(in: 0..<changed.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
            case 1: changed.remove(at: place)
            default: changed.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
            expectOneForm(changed)
        }
    }

    private func expectOneForm(_ octets: [UInt8]) {
        if let value = try? SyncRequest.decode(octets, hashing) {
            #expect(value.encoded() == octets)
        }
        if let value = try? SyncAnswer.decode(octets, hashing) {
            #expect(value.encoded() == octets)
        }
        if let value = try? Bundle.decode(octets, hashing) { #expect(value.encoded() == octets) }
        if let value = try? Record.decode(octets, hashing) { #expect(value.encoded() == octets) }
        if let value = try? SnapshotPart.decode(octets, hashing) {
            #expect(value.encoded() == octets)
        }
        if let value = try? MemberEntry.decode(octets) { #expect(value.encoded() == octets) }
        if let value = try? OpEncoding.decode(octets) {
            #expect(OpEncoding.encode(value) == octets)
        }
        if let value = try? EntityState.decode(octets) { #expect(value.encoded() == octets) }
        for kind in [
            OpKind.annotate, .reply, .text, .colour, .status, .addArticle, .reattach, .origin,
        ] {
            if let value = try? Payload.decode(octets, of: kind) {
                #expect(value.encoded() == octets)
            }
        }
    }

    private func octets(_ random: inout SplitMix64) -> Octets16 {
        Octets16(high: random.next(), low: random.next())
    }

    private func dots(_ replicas: [ReplicaID], max: Int, _ random: inout SplitMix64) -> [Dot] {
        (0..<Int.random(in: 0...max, using: &random)).map { _ in
            Dot(
                replica: replicas[Int.random(in: 0..<replicas.count, using: &random)],
                counter: UInt64.random(in: 1...40, using: &random))
        }
    }

    private func bundle(_ random: inout SplitMix64) -> Bundle {
        let replicas = (0..<3).map { _ in ReplicaID(octets(&random)) }
        let articles = (0..<2).map { _ in ArticleID(octets(&random)) }
        let entries = (0..<Int.random(in: 1...8, using: &random)).map { _ -> Bundle.Entry in
            let names = dots(replicas, max: 3, &random)
            let stamp = HybridTimestamp(
                milliseconds: UInt64.random(in: 0..<1 << 48, using: &random),
                count: Bool.random(using: &random) ? 0 : 7)
            let target: Op.Target =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: .set
                case 1: .article(articles[Int.random(in: 0..<2, using: &random)])
                default: .annotation(Dot(replica: replicas[2], counter: 9))
                }
            let was = Bool.random(using: &random)
            let op = Op(
                kind: OpKind(raw: UInt32.random(in: 0..<2048, using: &random)), target: target,
                names: names, kills: dots(replicas, max: 20, &random), stamp: stamp,
                was: was ? identity(&random) : nil, payload: Payload.name("ä").encoded())
            return .op(op, hash: OpEncoding.hash(op, hashing))
        }
        return Bundle(
            set: SetID(octets(&random)), replica: replicas[0], first: 1, previous: .zero,
            entries: entries, signature: Array(repeating: 7, count: 64))
    }

    private func identity(_ random: inout SplitMix64) -> Identity {
        Identity(
            scope: octets(&random), dot: Dot(replica: ReplicaID(octets(&random)), counter: 3),
            hash: Octets32(first: octets(&random), second: octets(&random)))
    }
}
