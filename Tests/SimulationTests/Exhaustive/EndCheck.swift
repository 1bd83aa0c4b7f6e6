import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// What must hold when everybody has done and read everything.
struct EndCheck {
    /// An op that somebody issued on the stage.
    struct Done {
        let op: PlacedOp
        let act: Act
        let side: Int
        let index: Int
        /// The dot under which it was accepted; nil if it was not.
        let accepted: Dot?
    }

    let moment: Moment
    let stage: Stage
    let log: MemoryPeerSet
    let view: LogView
    let all: [Done]
    /// Those of them that were accepted.
    let done: [Done]

    init(_ moment: Moment, on stage: Stage) throws {
        self.moment = moment
        self.stage = stage
        log = try stage.log(moment)
        view = LogView(log.own.log, log.membership, stage.hashing)
        var accepted: [Identity: Dot] = [:]
        for entry in view.accepted where accepted[entry.identity] == nil {
            accepted[entry.identity] = entry.dot
        }
        var all: [Done] = []
        for (side, its) in moment.sides.enumerated() {
            for (index, act) in its.acts.enumerated() {
                all += act.ops.map {
                    Done(
                        op: $0, act: act, side: side, index: index, accepted: accepted[$0.identity])
                }
            }
        }
        self.all = all
        done = all.filter { $0.accepted != nil }
    }

    /// The sides that are members, and so have a copy of the set.
    var members: [Int] {
        moment.sides.indices.filter { log.membership.role(of: account($0)) != nil }
    }

    private func account(_ side: Int) -> AccountID { moment.sides[side].store.account }

    /// Nothing waits, and everybody has the server's state.
    func checkLevel() throws {
        let meaning = try Fingerprint.meaning(of: log, .confirmed)
        var shown: Int?
        for side in moment.sides.indices {
            let copy = try stage.copy(moment, side)
            guard members.contains(side) else {
                guard copy.state.stop == .removed else { throw Failure("who left is still in") }
                continue
            }
            guard copy.state.stop == nil, copy.own.outbox.isEmpty, copy.own.sealed.isEmpty,
                copy.state.position.seq == log.end.seq
            else { throw Failure("side \(side) is not level with the server") }
            guard copy.contentHash == log.contentHash,
                try Fingerprint.meaning(of: copy, .confirmed) == meaning
            else { throw Failure("side \(side) has another state than the server") }
            let its = try Fingerprint.meaning(of: copy, .shown)
            guard shown == nil || shown == its else { throw Failure("the sides show differently") }
            shown = its
        }
    }

    /// The state is the oracle's, and the verdicts are those that the rules ask for.
    func checkOracle() throws {
        let oracle = Oracle(view.accepted, in: stage.set, stage.naming)
        try Self.compare(log, .confirmed, oracle)
        for side in members {
            let copy = try stage.copy(moment, side)
            try Self.compare(copy, .confirmed, oracle)
            try Self.compare(copy, .shown, oracle)
            try Self.checkTexts(copy, oracle)
        }
        var judge = OracleJudge(stage.naming, log)
        try judge.check(log.own.log)
        var reissues = ReissueCheck()
        try reissues.check(log.own.log)
    }

    /// What a side shows is what the oracle makes of the log that it has read and of its outbox.
    static func checkShown(_ copy: MemoryCopy, on stage: Stage) throws {
        if copy.state.stop != nil { return }
        let view = LogView(copy.own.records, copy.own.membership, stage.hashing)
        try compare(copy, .confirmed, Oracle(view.accepted, in: stage.set, stage.naming))
        let shown = Oracle(view.shown(copy, stage.naming), in: stage.set, stage.naming)
        try compare(copy, .shown, shown)
        try checkTexts(copy, shown)
    }

    private static func checkTexts(_ copy: MemoryCopy, _ oracle: Oracle) throws {
        for (id, entity) in oracle.entities where entity.article != nil {
            let isText = try copy.entity(id, .shown)?.creation?.kind.isText == true
            if !isText { continue }
            let text = oracle.text(of: id)
            guard let kept = try copy.text(of: id), kept.text.utf8.elementsEqual(text.utf8) else {
                throw Failure("a text is not the oracle's: \(text)")
            }
        }
    }

    private static func compare(_ set: MemorySet, _ layer: Layer, _ oracle: Oracle) throws {
        for id in Set(set.entities(layer)).union(oracle.entities.keys) {
            let state = try set.entity(id, layer) ?? EntityState()
            let entity = oracle.entities[id] ?? Oracle.Entity()
            let live = state.live.map {
                Oracle.Value(
                    identity: $0.identity, dot: $0.dot, raw: $0.kind.raw, stamp: $0.stamp,
                    account: $0.author, payload: $0.payload)
            }
            guard state.creations.map(\.identity) == entity.makers,
                state.creation?.author == entity.author,
                state.creation?.article.map({ EntityID($0) }) == entity.article,
                state.creation?.parent == entity.parent, Set(live) == entity.live,
                try set.tokens(of: id, layer).map(\.identity) == entity.tokens.sorted()
            else { throw Failure("the \(layer) state of \(id) is not the oracle's") }
        }
    }

    /// Whether whoever issued `later` had seen `earlier`, told by what was done when.
    func saw(_ later: Done, _ earlier: Done) -> Bool {
        if later.side == earlier.side {
            return later.op.dot.counter > earlier.op.dot.counter
                && !later.act.hidden.contains(earlier.op.dot)
        }
        guard let accepted = earlier.accepted else { return false }
        return later.act.seen[earlier.side] >= accepted.counter
    }

    /// Whatever was not accepted is in its author's drawer, words included; and merges that had a
    /// loser are told to both who met.
    func checkNoted(all isAll: Bool) throws {
        for side in moment.sides.indices {
            let drawer = moment.sides[side].store.drawer
            let isMember = members.contains(side)
            for item in all where item.side == side {
                let kept = drawer.first { $0.identity == item.op.identity }
                if item.accepted != nil, isMember {
                    guard kept == nil else { throw Failure("the drawer holds what was accepted") }
                    continue
                }
                if item.accepted != nil, !item.op.op.kind.isContent { continue }
                guard let kept else { throw Failure("\(item.act.deed) is neither here nor there") }
                try checkWords(of: item, kept)
            }
        }
        if isAll { try NoticeCheck(self).run() }
    }

    private func checkWords(of item: Done, _ kept: DrawerItem) throws {
        guard kept.op.payload == item.op.op.payload else { throw Failure("the drawer has another") }
        let words: String
        switch try? Payload.decode(item.op.op.payload, of: item.op.op.kind) {
        case .annotation(let text, _), .reply(let text), .name(let text): words = text
        case .runs: words = item.op.entity.flatMap { item.act.texts[$0]?.after } ?? ""
        default: return
        }
        guard kept.text.utf8.elementsEqual(words.utf8) else {
            throw Failure("the drawer says \(kept.text) for \(words)")
        }
    }

    /// What people may expect, whatever the rules of merging are.
    func checkSense(all isAll: Bool) throws {
        try SenseCheck(self).run(registers: isAll)
    }
}
