import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    /// What must hold after every step; what is costly is looked at now and then.
    func checkStep(_ numbers: inout SplitMix64) throws {
        let isDeep = isThorough || numbers.once(in: 24)
        guard let machine = numbers.pick(machines) else { return }
        try check(machine, isDeep ? 1 : 1_000_000)
        guard isDeep else { return }
        if loss.count == 0, !play.isKeyStolen {
            try checkOwnOps(machine)
            for set in server.all {
                var judge = OracleJudge(naming, set)
                try judge.check(wholeLog(set))
            }
        }
        for set in server.all { try checkCharacters(set) }
    }

    /// Remembers what the server says that it has.
    func noteAcknowledged(_ answer: SyncAnswer, _ request: SyncRequest) throws {
        for (asked, part) in zip(request.parts, answer.parts) {
            for (bundle, result) in zip(asked.bundles, part.results) {
                count("result \(result)")
                guard result == .ok || result == .dup, try !isInSnapshotOtherwise(bundle) else {
                    continue
                }
                play.acknowledged[bundle.dot(at: 0)] = (asked.set, bundle.hash(hashing))
            }
            for result in part.again { count("result again \(result)") }
            count("status \(part.status)")
        }
    }

    /// What was acknowledged is on the server's disk.
    func checkDurable() throws {
        guard loss.count == 0, !play.isKeyStolen else { return }
        for (dot, said) in play.acknowledged {
            guard let set = server.memorySet(said.set),
                try set.bundleHash(dot.replica, first: dot.counter) ?? hashInSnapshot(dot, set)
                    == said.hash
            else { throw Failure("an acknowledged bundle is not on the server's disk") }
        }
    }

    /// Of all that was typed on a note no more is gone than its deletions asked for.
    private func checkCharacters(_ set: MemoryPeerSet) throws {
        let log = LogView(set.own.log, set.membership, hashing)
        var typed: [EntityID: Int] = [:]
        var gone: [EntityID: Int] = [:]
        var seen: Set<Identity> = []
        for entry in log.accepted where entry.op.kind.isText {
            guard seen.insert(entry.identity).inserted,
                let entity = try set.op(at: entry.dot)?.entity
            else { continue }
            switch try Payload.decode(entry.op.payload, of: entry.op.kind) {
            case .annotation(let text, _), .reply(let text):
                typed[entity, default: 0] += text.unicodeScalars.count
            case .runs(let runs):
                for run in runs {
                    typed[entity, default: 0] += run.inserted.unicodeScalars.count
                    gone[entity, default: 0] += run.deleted
                }
            default: continue
            }
        }
        let oracle = Oracle(log.accepted, in: set.id, naming)
        for (entity, count) in typed {
            let left = oracle.text(of: entity).unicodeScalars.count
            guard left <= count, left >= count - gone[entity, default: 0] else {
                throw Failure("of \(count) characters typed on a note \(left) are left")
            }
        }
    }
}
