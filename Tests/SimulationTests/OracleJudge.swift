import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

/// The verdicts that the rules ask for, judged once more from a log, op by op, by looking at all
/// before it.
struct OracleJudge {
    let naming: Naming
    let membership: Membership
    private var entries: [Dot: (entry: Oracle.Entry, entity: EntityID?, verdict: Verdict)] = [:]
    private var makers: [EntityID: Oracle.Entry] = [:]
    /// The last place at which the making of an entity was refused.
    private var refusedMakers: [EntityID: UInt64] = [:]
    /// Up to here the server may have forgotten what a refused op was about
    /// (Protocol/05-sync.md, 11).
    private let start: UInt64
    private var accepted: [Identity: (entry: Oracle.Entry, entity: EntityID?)] = [:]

    /// Judges what the server of this set has judged.
    init(_ naming: Naming, _ set: MemoryPeerSet) {
        self.naming = naming
        membership = set.membership
        start = set.start
    }

    /// Throws at the first verdict in a mask that is not the one the rules ask for; a record that
    /// was judged before the server lost it keeps its verdicts.
    mutating func check(
        _ log: [Record], wasJudgedBefore: (Record) -> Bool = { _ in false }
    ) throws {
        for record in log {
            let bundle = record.bundle
            let account = membership.replicas[bundle.replica]?.account ?? .none
            var role: Role?
            for entry in membership.entries.prefix(record.members) {
                switch entry.change {
                case .found: role = entry.by == account ? .owner : role
                case .role(account, _, let given): role = given
                default: continue
                }
            }
            for (index, entry) in bundle.entries.enumerated() {
                let dot = bundle.dot(at: index)
                let identity =
                    entry.op.was ?? Identity(scope: bundle.set.octets, dot: dot, hash: entry.hash)
                let placed = Oracle.Entry(
                    dot: dot, op: entry.op, identity: identity, account: account)
                let entity = entity(of: placed, bundle.set)
                let said = record.mask[index]
                if !wasJudgedBefore(record) {
                    let verdict = verdict(placed, entity, role, bundle.set, said)
                    guard verdict == said else {
                        throw Failure(
                            """
                            kind \(entry.op.kind.raw >> 6) was judged \(said), \
                            the rules say \(verdict)
                            """)
                    }
                }
                keep(placed, entity, said, at: record.seq)
            }
        }
    }

    private func entity(of entry: Oracle.Entry, _ set: SetID) -> EntityID? {
        if entry.op.kind.creates, entry.op.kind.opClass == .make {
            return EntityID(naming.annotation(entry.op, first: entry.identity))
        }
        return subject(of: entry, set)
    }

    private func subject(of entry: Oracle.Entry, _ set: SetID) -> EntityID? {
        switch entry.op.target {
        case .set: EntityID(set.octets)
        case .article(let article): EntityID(article)
        case .annotation(let dot): entries[dot]?.entity
        }
    }

    private mutating func keep(
        _ entry: Oracle.Entry, _ entity: EntityID?, _ verdict: Verdict, at seq: UInt64
    ) {
        entries[entry.dot] = (entry, entity, verdict)
        if verdict == .accepted, accepted[entry.identity] == nil {
            accepted[entry.identity] = (entry, entity)
        }
        guard entry.op.kind.creates, let entity else { return }
        if verdict != .accepted {
            refusedMakers[entity] = seq
        } else if makers[entity].map({ entry.identity < $0.identity }) ?? true {
            makers[entity] = entry
        }
    }

    private func verdict(
        _ entry: Oracle.Entry, _ entity: EntityID?, _ role: Role?, _ set: SetID, _ said: Verdict
    ) -> Verdict {
        guard let opClass = entry.op.kind.opClass else { return .unknownClass }
        let creates = entry.op.kind.creates
        let isOwn = creates || entity.flatMap { makers[$0] }?.account == entry.account
        let isSet = entity?.octets == set.octets
        let isThere = creates || isSet || entity.flatMap { makers[$0] } != nil
        if !may(role, opClass, isOwn) { return isThere ? .denied : .depends }
        if let was = entry.op.was, was.scope == set.octets {
            let isOwn =
                entries[was.dot].map { $0.entry.account == entry.account }
                ?? [entry.account, .none].contains { naming.isReplica(was.dot.replica, of: $0) }
            if !isOwn { return .denied }
        }
        if let first = accepted[entry.identity], first.entry.account != entry.account {
            return .denied
        }
        if creates, opClass == .make, let entity, let maker = makers[entity],
            maker.account != entry.account
        {
            return .denied
        }
        for dot in entry.op.dependencies where entries[dot]?.verdict != .accepted {
            return .depends
        }
        if !(creates && opClass == .article), !(opClass == .set) || !isSet {
            guard let needed = subject(of: entry, set) else { return .gone }
            if needed.octets != set.octets, makers[needed] == nil {
                guard let refused = refusedMakers[needed] else { return .gone }
                return said == .gone && refused <= start ? .gone : .depends
            }
        }
        return isSound(entry, entity, opClass) ? .accepted : .malformed
    }

    private func may(_ role: Role?, _ opClass: OpClass, _ isOwn: Bool) -> Bool {
        guard let role else { return false }
        switch opClass {
        case .make: return role >= .commenter
        case .note: return role >= .editor || role >= .commenter && isOwn
        case .article: return role >= .editor
        case .set: return role >= .owner
        }
    }

    private func isSound(_ entry: Oracle.Entry, _ entity: EntityID?, _ opClass: OpClass) -> Bool {
        let op = entry.op
        guard Payload.isWellFormed(op) else { return false }
        if let first = accepted[entry.identity] {
            guard first.entity == entity, first.entry.op.kind == op.kind,
                first.entry.op.stamp == op.stamp, first.entry.op.payload == op.payload
            else { return false }
        }
        switch (opClass, op.target) {
        case (.make, .article(let article)):
            guard op.kind.creates, maker(EntityID(article)) == .article else { return false }
        case (.make, .annotation(let dot)):
            guard op.kind.creates, maker(entries[dot]?.entity) == .make else { return false }
        case (.note, .annotation):
            guard !op.kind.creates, maker(entity) == .make else { return false }
        case (.article, .article):
            guard [.article, nil].contains(maker(entity)) else { return false }
        case (.set, .set): guard !op.kind.creates else { return false }
        default: return false
        }
        if opClass == .make, !op.names.isEmpty { return false }
        if op.names.contains(where: { entries[$0]?.entity != entity }) { return false }
        if op.kind == .text, op.names.isEmpty { return false }
        return op.names.allSatisfy {
            entries[$0]?.entry.op.kind.isText == (op.kind == .text)
        }
    }

    private func maker(_ entity: EntityID?) -> OpClass? {
        entity.flatMap { makers[$0] }?.op.kind.opClass
    }
}
