import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// What a server that stands between the true one and a machine may say.
enum ServerLie: String, CaseIterable, Sendable {
    // The log.
    case withheld, withheldEnd, reordered, doubled, verdict, ownDenied, ownOther, payload, stripped
    case stubNames, signature, members, bareReceipts, falseReceipts, anotherSet
    // Membership.
    case memberGrant, memberCut, memberOrder
    // The rest of a part.
    case contentHash, position, epochOfFirst, falseEpoch, truncatedEpoch, resultOk, resultForked
    case resultGap, resultMissing, resultRefused, explain, held, removed, unknown
    case otherUnheardOf, otherShared, others, oldAnswer, nothing

    /// Whether the true server has heard of the request's bundles; if not, the lie is that it has.
    var isDelivered: Bool { self != .resultOk && self != .nothing }
}

/// Tells one lie.
struct Liar {
    let lie: ServerLie
    let hashing: any Hashing
    let randomness: SeededRandomness
    let shared: [SetID]
    /// The sets' membership logs, as overheard.
    let known: [SetID: [MemberEntry]]
    var numbers: SplitMix64

    private func noise64() -> [UInt8] { (0..<4).flatMap { _ in randomness.octets16().octets } }

    private func noise32() -> Octets32 {
        Octets32(first: randomness.octets16(), second: randomness.octets16())
    }

    mutating func told(in answer: SyncAnswer, to request: SyncRequest) -> SyncAnswer {
        var parts: [SyncAnswer.Part] = []
        for (asked, part) in zip(request.parts, answer.parts) {
            parts.append(told(in: part, to: asked, beside: answer))
        }
        let more = lie == .others ? (0..<3).map { _ in SetID(randomness.octets16()) } : []
        return SyncAnswer(parts: parts, others: answer.others + more)
    }

    private mutating func told(
        in part: SyncAnswer.Part, to asked: SyncRequest.Part, beside answer: SyncAnswer
    ) -> SyncAnswer.Part {
        var part = part
        let index = part.log.isEmpty ? nil : numbers.below(part.log.count)
        switch lie {
        case .withheld: if let index { part.log.remove(at: index) }
        case .withheldEnd:
            part.log = Array(part.log.prefix(numbers.below(part.log.count + 1)))
            part.hasMore = numbers.once(in: 2)
            part.contentHash = nil
        case .reordered: part.log.reverse()
        case .doubled: if let index { part.log.insert(part.log[index], at: index) }
        case .anotherSet:
            let foreign = answer.parts.flatMap(\.log).filter {
                if case .record(let record) = $0 { record.bundle.set != asked.set } else { false }
            }
            part.log += foreign
        case .verdict, .payload, .stripped, .stubNames, .signature, .members, .bareReceipts,
            .falseReceipts:
            part.log = part.log.map { entry in
                if case .record(let record) = entry { return .record(changed(record)) }
                return lie == .bareReceipts ? denied(entry, receipt: nil) : entry
            }
            if lie == .bareReceipts { part.receipt = nil }
            if lie == .bareReceipts || lie == .verdict { part.contentHash = nil }
        case .ownDenied: part.log = part.log.map { denied($0, receipt: noise64()) }
        case .ownOther:
            part.log = part.log.map { entry in
                guard case .own(let seq, _, let mask, let members, let receipt) = entry else {
                    return entry
                }
                return .own(
                    seq: seq, bundle: noise32(), mask: mask, members: members, receipt: receipt)
            }
        case .memberGrant:
            let owner = part.members.first?.by ?? AccountID(randomness.octets16())
            part.members.append(grant(by: owner))
            part.receipt = numbers.once(in: 2) ? nil : part.receipt
        case .memberCut:
            if !part.members.isEmpty { part.members.removeLast() }
        case .memberOrder: part.members.reverse()
        case .contentHash: part.contentHash = part.contentHash.map { $0 &+ 1 }
        case .position: part.asked &+= 1
        case .epochOfFirst:
            part.epoch = randomness.octets16()
            part.receipt = numbers.once(in: 2) ? nil : part.receipt
        case .falseEpoch, .truncatedEpoch: part = epoch(part, of: asked.set)
        default: part = answered(part, to: asked)
        }
        return part
    }

    /// Lies in what became of bundles, and in the status.
    private mutating func answered(
        _ part: SyncAnswer.Part, to asked: SyncRequest.Part
    ) -> SyncAnswer.Part {
        var part = part
        switch lie {
        case .resultOk: part.results = asked.bundles.map { _ in .ok }
        case .resultForked: part.results = [.forked]
        case .resultGap: part.results = [.gap]
        case .resultMissing: part.results = [.missing]
        case .resultRefused: part.results = [.refused]
        case .explain: part = SyncAnswer.Part(status: .explain, asked: part.asked)
        case .held: part = SyncAnswer.Part(status: .held, asked: part.asked)
        case .removed: part = SyncAnswer.Part(status: .removed, asked: part.asked)
        case .unknown: part = SyncAnswer.Part(status: .unknown, asked: part.asked)
        case .otherUnheardOf, .otherShared:
            part = SyncAnswer.Part(status: .other, asked: part.asked)
            part.personal =
                lie == .otherShared ? numbers.pick(shared) : SetID(randomness.octets16())
        default: break
        }
        return part
    }

    private func grant(by owner: AccountID) -> MemberEntry {
        MemberEntry(
            id: randomness.octets16(), by: owner,
            change: .role(
                account: AccountID(randomness.octets16()), name: "nobody", role: .owner))
    }

    private func denied(_ entry: SyncAnswer.LogEntry, receipt: [UInt8]?) -> SyncAnswer.LogEntry {
        guard case .own(let seq, let bundle, let mask, let members, let old) = entry else {
            return entry
        }
        let isOld = old != nil && lie == .ownDenied && seq % 2 == 0
        return .own(
            seq: seq, bundle: bundle, mask: mask.map { _ in .denied }, members: members,
            receipt: isOld ? old : receipt)
    }

    private mutating func changed(_ record: Record) -> Record {
        let bundle = record.bundle
        switch lie {
        case .verdict:
            let mask = record.mask.map { $0 == .accepted ? Verdict.denied : .accepted }
            return record.with(mask: mask)
        case .payload: return record.with(bundle: bundle.withPayloads(hashing))
        case .stripped: return record.with(bundle: bundle.withoutPayloads { _ in true })
        case .stubNames:
            return record.with(bundle: bundle.withoutNames())
        case .signature: return record.with(bundle: bundle.with(signature: noise64()))
        case .members: return record.with(members: max(0, record.members - 1))
        case .falseReceipts: return record.with(receipt: noise64())
        default:
            return Record(
                seq: record.seq, bundle: bundle, mask: record.mask.map { _ in .denied },
                members: record.members, receipt: nil)
        }
    }

    private mutating func epoch(_ part: SyncAnswer.Part, of set: SetID) -> SyncAnswer.Part {
        var result = SyncAnswer.Part(status: .epoch, asked: part.asked)
        result.epoch = randomness.octets16()
        let members = known[set] ?? []
        result.members = members
        if lie == .truncatedEpoch {
            result.members = Array(members.prefix(1))
        } else if let owner = members.first?.by {
            result.members.append(grant(by: owner))
        }
        if numbers.once(in: 2) { result.receipt = noise64() }
        return result
    }

}

extension Bundle {
    func with(signature: [UInt8]) -> Bundle {
        Bundle(
            set: set, replica: replica, first: first, previous: previous, entries: entries,
            signature: signature)
    }

    private func with(entries: [Entry]) -> Bundle {
        Bundle(
            set: set, replica: replica, first: first, previous: previous, entries: entries,
            signature: signature)
    }

    /// The same ops with other contents.
    func withPayloads(_ hashing: any Hashing) -> Bundle {
        with(
            entries: entries.map { entry in
                guard case .op(let op, _) = entry else { return entry }
                let other = Op(
                    kind: op.kind, target: op.target, names: op.names, kills: op.kills,
                    stamp: op.stamp, was: op.was, payload: op.payload + [0])
                return .op(other, hash: OpEncoding.hash(other, hashing))
            })
    }

    /// The same bundle, whose refused ops are said to have named nothing.
    func withoutNames() -> Bundle {
        with(
            entries: entries.map { entry in
                if case .refused(let hash, _) = entry {
                    .refused(hash: hash, names: [])
                } else {
                    entry
                }
            })
    }
}
