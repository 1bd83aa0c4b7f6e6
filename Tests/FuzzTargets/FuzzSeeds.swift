import AnnotationModel
import CRDT
import CommandLine
import Compression
import Crypto
import JSON
import Octets
import Reconciliation
import Replication
import WireFormat

/// Inputs to begin with: the vectors of the protocol, recorded exchanges, articles, and what once
/// broke something.
public struct FuzzSeeds: Sendable {
    private var inputs: [FuzzTarget: [[UInt8]]] = [:]
    private let root: String

    /// Reads them from the folder in which the package lies.
    public init(root: String) {
        self.root = root
        for path in FuzzFiles.below(root + "/Protocol/vectors") where path.hasSuffix(".json") {
            takeVector(FuzzFiles.octets(path))
        }
        for path in FuzzFiles.below(root + "/Fixtures/exchanges") where path.hasSuffix(".cbor") {
            takeExchange(FuzzFiles.octets(path))
        }
        for path in FuzzFiles.below(root + "/Fixtures/articles") {
            takeText(FuzzFiles.octets(path))
        }
        for path in FuzzFiles.below(root + "/Fixtures/formats") {
            takeFormat(path)
        }
        for target in [FuzzTarget.w3c, .hypothesis] {
            for path in FuzzFiles.below(root + "/Fixtures/" + target.rawValue) {
                takeRecords(FuzzFiles.octets(path), target)
            }
        }
        for (target, texts) in FuzzTexts.all { for text in texts { add(Array(text.utf8), target) } }
        for target in FuzzTarget.allCases {
            for (_, octets) in crashers(of: target) { add(octets, target) }
        }
        takeRest()
    }

    /// The inputs of a target; at least one.
    public func inputs(of target: FuzzTarget) -> [[UInt8]] { inputs[target] ?? [[]] }

    /// What once broke a target, under the name that says what was wrong.
    public func crashers(of target: FuzzTarget) -> [(name: String, octets: [UInt8])] {
        FuzzFiles.below(root + "/Fixtures/crashers/" + target.rawValue).map { path in
            (String(path.split(separator: "/").last ?? ""), FuzzFiles.octets(path))
        }
    }

    private mutating func add(_ octets: [UInt8], _ target: FuzzTarget) {
        guard octets.count <= 65_536 else { return }
        inputs[target, default: []].append(octets)
    }

    private mutating func takeVector(_ text: [UInt8]) {
        let limits = JSONLimits(depthMax: 64, bytesMax: 1 << 24)
        if text.count < 4_096 { add(text, .json) }
        guard let vector = try? JSONReader.parse(text, limits: limits),
            let kind = vector["kind"]?.string
        else { return }
        if kind == "payload", let number = vector["opKind"]?.int,
            let octets = vector["octets"]?.string.flatMap(Alphabet.hex.octets)
        {
            let index = WireTarget.kinds.firstIndex { Int64($0.raw) == number }
            add([UInt8(index ?? WireTarget.kinds.count - 1)] + octets, .payload)
        }
        let name = kind == "octets" ? vector["of"]?.string ?? "" : kind
        guard let target = FuzzTarget(rawValue: name) else { return }
        let cases = vector["cases"]?.array ?? vector["octets"].map { [$0] } ?? []
        for octets in cases.compactMap({ $0.string.flatMap(Alphabet.hex.octets) }) {
            add(octets, target)
            if target == .request { add(octets, .peer) }
            if octets.count < 2_048 { add(octets, .cbor) }
        }
    }

    private mutating func takeExchange(_ octets: [UInt8]) {
        var records: [Record] = []
        var members: [MemberEntry] = []
        if let request = try? SyncRequest.decode(octets, BLAKE2b()) {
            add(octets, .request)
            add(octets, .peer)
            for bundle in request.parts.flatMap(\.bundles) { take(bundle) }
        } else if let answer = try? SyncAnswer.decode(octets, BLAKE2b()) {
            add(octets, .answer)
            for part in answer.parts {
                members += part.members
                for case .record(let record) in part.log { records.append(record) }
            }
        }
        for record in records {
            add(record.encoded(), .record)
            take(record.bundle)
        }
        for entry in members { add(entry.encoded(), .member) }
        var answer = ReconcileAnswer(isSamePlace: true, contentHash: 1 << 100)
        answer.records = Array(records.prefix(2))
        answer.members = members
        answer.symbols = [CodedSymbol(items: 7, checks: 9, count: -1)]
        answer.named = [ReconcileAnswer.Named(item: 9, entity: EntityID(.zero))]
        add(answer.encoded(), .reconcileAnswer)
        if let frame = Zstandard.compress(octets) { add([0xff, 0xff] + frame, .compression) }
    }

    private mutating func take(_ bundle: Bundle) {
        add(bundle.encoded(), .bundle)
        for (index, entry) in bundle.entries.enumerated() {
            let op = entry.op
            add(OpEncoding.encode(op), .op)
            let kind = WireTarget.kinds.firstIndex(of: op.kind) ?? WireTarget.kinds.count - 1
            add([UInt8(kind)] + op.payload, .payload)
            let identity = Identity(
                scope: bundle.set.octets, dot: bundle.dot(at: index), hash: entry.hash)
            let placed = PlacedOp(
                dot: identity.dot, op: op, hash: entry.hash, identity: identity,
                entity: EntityID(.zero), author: AccountID(.zero), verdict: .accepted)
            add(placed.encoded(), .rest)
            let value = EntityState.Value(
                identity: identity, dot: identity.dot, kind: op.kind, stamp: op.stamp,
                author: AccountID(.zero), payload: op.payload)
            let creation = EntityState.Creation(
                identity: identity, dot: identity.dot, kind: op.kind, stamp: op.stamp,
                author: AccountID(.zero), article: nil, parent: EntityID(.zero),
                payload: op.payload)
            add(EntityState(creations: [creation], live: [value, value]).encoded(), .rest)
        }
    }

    private mutating func takeText(_ octets: [UInt8]) {
        let start = Array(octets.prefix(2_048))
        for target in [FuzzTarget.article, .markdown] { add(start, target) }
        for shape in UInt8(0)..<8 { add([0, 60, shape << 3] + start, .terminal) }
        add(start + [0xFF] + start.reversed().prefix(40) + start.dropFirst(80), .edit)
    }

    private mutating func takeFormat(_ path: String) {
        let octets = FuzzFiles.octets(path)
        if path.hasSuffix(".csv") { add(octets, .csv) }
        if path.hasSuffix("clippings.txt") { add(octets, .kindle) }
        if path.hasSuffix(".lua") || path.hasSuffix("koreader.json") { add(octets, .koreader) }
    }

    /// The file, and each of its lines that is a record.
    private mutating func takeRecords(_ octets: [UInt8], _ target: FuzzTarget) {
        add(octets, target)
        for line in octets.split(separator: 0x0A) where line.first == UInt8(ascii: "{") {
            let isLast = line.last == UInt8(ascii: "}")
            add(Array(isLast ? line : line.dropLast()), target)
        }
    }

    private mutating func takeRest() {
        var request = ReconcileRequest(records: [1, 2, 1 << 40], wantsMembers: true)
        request.items = [3, .max]
        request.symbols = 512
        add(request.encoded(), .reconcileRequest)
        var octets = Array(repeating: UInt8(3), count: 16)
        for kind in [UInt8(0), 1] {
            octets += (0..<120).map { $0 &* 37 }
            add(octets + [kind, 0, 9] + octets, .symbols)
            add([kind] + octets, .symbols)
        }
        add([4, 5, 0, 8, 0x61, 0x62] + Array("\u{4}\u{0}\u{0}\u{5}héllo\u{5}\u{2}".utf8), .history)
        add((0..<200).map { UInt8(truncatingIfNeeded: $0 &* 73) & 0x5f }, .history)
    }
}
