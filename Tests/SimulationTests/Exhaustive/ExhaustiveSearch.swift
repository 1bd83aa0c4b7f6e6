import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Walks through all that some people can do on a stage in any order, and checks every end.
///
/// What people do without the network commutes, so that an order of syncs, each with what its side
/// did before it, stands for many interleavings; and what is reached twice is walked through once.
struct ExhaustiveSearch {
    /// What is to be walked through.
    struct Scope: Sendable {
        var name: String
        /// What each side may do, one list a turn.
        var turns: [[[Deed]]]
        /// The role that the last side gets at some time; nil if nobody's changes.
        var demotion: Demotion?
        /// Roles that somebody can be left with.
        enum Demotion: Sendable {
            case commenter, reader, nobody

            var role: Role? {
                switch self {
                case .commenter: .commenter
                case .reader: .reader
                case .nobody: nil
                }
            }
        }

        /// The same deeds for everybody.
        init(_ name: String, _ deeds: [Deed], turns: [Int], demotion: Demotion? = nil) {
            self.name = name
            self.turns = turns.map { Array(repeating: deeds, count: $0) }
            self.demotion = demotion
        }

        /// What each side may do in each of its turns.
        init(_ name: String, turns: [[[Deed]]]) {
            self.name = name
            self.turns = turns
        }
    }

    /// What was walked through.
    struct Tally: CustomStringConvertible, Sendable {
        /// How many different things were done, whatever the order of syncs.
        var plays = 0
        /// Ways from the beginning to an end.
        var ways = 0.0
        var moments = 0
        var ends = 0
        var checks = 0
        var isCut = false

        var description: String {
            """
            \(plays) op pairs, \(Int(ways)) interleavings (by \(moments) moments and \(ends) \
            ends), \(checks) checks\(isCut ? ", cut short" : "")
            """
        }

        mutating func add(_ other: Tally) {
            plays += other.plays
            ways += other.ways
            moments += other.moments
            ends += other.ends
            checks += other.checks
            isCut = isCut || other.isCut
        }
    }

    let stage: Stage
    let scope: Scope
    /// When to give up, if ever.
    let end: ContinuousClock.Instant?
    private(set) var tally = Tally()
    private var seen: [Octets16: (ways: Double, mark: [Int])] = [:]
    private var groups: [Octets16: Int] = [:]
    private var plays: Set<[UInt8]> = []

    init(_ stage: Stage, _ scope: Scope, until end: ContinuousClock.Instant?) {
        self.stage = stage
        self.scope = scope
        self.end = end
    }

    /// Throws at the first thing that is wrong, with the way that leads to it.
    mutating func run() throws {
        tally.ways = try explore(stage.start)
        tally.plays = plays.count
    }

    /// Whether the side does nothing more: it had all its turns, or knows that it may not.
    private func isDone(_ moment: Moment, _ side: Int) throws -> Bool {
        if moment.sides[side].acts.count == scope.turns[side].count { return true }
        guard side == moment.sides.count - 1, moment.isDemoted, scope.demotion != .commenter else {
            return false
        }
        let copy = try stage.copy(moment, side)
        let log = try stage.log(moment)
        return copy.state.stop != nil || copy.membership.count == log.membership.count
    }

    private mutating func explore(_ reached: Moment) throws -> Double {
        if let end, tally.isCut || ContinuousClock.now > end {
            tally.isCut = true
            return 0
        }
        var moment = reached
        do {
            let key = try Fingerprint.key(of: moment, on: stage)
            let mark = try mark(&moment)
            tally.checks += 1
            if let known = seen[key] {
                if known.mark == mark { return known.ways }
                throw Failure("two ways to the same knowledge led to different states")
            }
            tally.moments += 1
            if key.low % 32 == 0 {
                for side in moment.sides.indices {
                    try EndCheck.checkShown(stage.copy(moment, side), on: stage)
                    tally.checks += 1
                }
            }
            let ways = try isOver(moment) ? close(moment) : branch(moment)
            seen[key] = (ways, mark)
            return ways
        } catch let failure as Failure {
            if failure.description.contains("\n") { throw failure }
            throw Failure("\(failure)\n\(moment.trail.joined(separator: "\n"))")
        }
    }

    private func mark(_ moment: inout Moment) throws -> [Int] {
        for side in moment.sides.indices where moment.sides[side].mark == nil {
            moment.sides[side].mark = try Fingerprint.mark(
                of: moment.sides[side], stage.copy(moment, side))
        }
        return moment.sides.compactMap(\.mark)
    }

    private func isOver(_ moment: Moment) throws -> Bool {
        if scope.demotion != nil, !moment.isDemoted { return false }
        for side in moment.sides.indices {
            if try !isDone(moment, side) || stage.brings(moment, side) { return false }
        }
        return true
    }

    private mutating func branch(_ moment: Moment) throws -> Double {
        var ways = 0.0
        if let demotion = scope.demotion, !moment.isDemoted {
            ways += try explore(stage.demoted(moment, to: demotion.role))
        }
        for side in moment.sides.indices { ways += try meet(moment, side) }
        return ways
    }

    /// The side syncs now, or does something first.
    private mutating func meet(_ moment: Moment, _ side: Int) throws -> Double {
        var ways = 0.0
        let brings = try stage.brings(moment, side)
        let waits = try !stage.copy(moment, side).own.outbox.isEmpty && scope.demotion != nil
        // Who is done and has sent all reads the rest when everybody has.
        let reads = try stage.lacks(moment, side) && (waits || !isDone(moment, side))
        if brings || reads {
            let asked = try stage.asked(moment, side)
            ways += try explore(stage.told(asked, side))
            // Who does nothing more may as well be told at once, and who is told nothing new later.
            if try !isDone(moment, side) {
                if try brings && !stage.brings(asked, side) { ways += try explore(asked) }
                if try stage.lacks(moment, side) {
                    ways += try act(asked, side) { try $0.late($1, side) }
                }
            }
        }
        return try ways + act(moment, side) { try $0.meet($1, side) }
    }

    /// The answer comes after what the side has just done.
    private mutating func late(_ moment: Moment, _ side: Int) throws -> Double {
        try explore(stage.told(moment, side)) + act(moment, side) { try $0.late($1, side) }
    }

    private mutating func act(
        _ moment: Moment, _ side: Int,
        _ then: (inout Self, Moment) throws -> Double
    ) throws -> Double {
        if try isDone(moment, side) { return 0 }
        var ways = 0.0
        for deed in scope.turns[side][moment.sides[side].acts.count] {
            if let next = try stage.acted(moment, side, deed, isRisky: scope.demotion != nil) {
                ways += try then(&self, next)
            }
        }
        return ways
    }

    /// An answer that was lost comes after all, and changes nothing.
    private func repeatAnswers(of moment: Moment, at end: Moment) throws {
        for side in moment.sides.indices {
            guard let lost = moment.sides[side].lost else { continue }
            var later = end
            later.sides[side].lost = lost
            later = try stage.told(later, side)
            let mark = try Fingerprint.mark(of: later.sides[side], stage.copy(later, side))
            guard try mark == Fingerprint.mark(of: end.sides[side], stage.copy(end, side)) else {
                throw Failure("an answer that came late changed something")
            }
        }
    }

    /// Everybody reads the rest; all ends are compared that had seen the same on the way.
    private mutating func close(_ moment: Moment) throws -> Double {
        var end = moment
        for _ in 0..<4 {
            for side in end.sides.indices {
                let brings = try stage.brings(end, side)
                if try !brings && !stage.lacks(end, side) { continue }
                end = try stage.told(stage.asked(end, side), side)
            }
        }
        try repeatAnswers(of: moment, at: end)
        let check = try EndCheck(end, on: stage)
        try check.checkLevel()
        let key = try Fingerprint.group(of: end, on: stage, knowsVerdicts: scope.demotion != nil)
        let meaning = try Fingerprint.meaning(of: stage.log(end), .confirmed)
        if let known = groups[key] {
            guard known == meaning else {
                throw Failure("what was seen was the same, and the end is not")
            }
        } else {
            groups[key] = meaning
            plays.insert(Fingerprint.play(of: end))
            try check.checkOracle()
            try check.checkSense(all: scope.demotion == nil)
            tally.checks += 2
        }
        tally.ends += 1
        tally.checks += 2
        try check.checkNoted(all: scope.demotion == nil)
        return 1
    }
}
