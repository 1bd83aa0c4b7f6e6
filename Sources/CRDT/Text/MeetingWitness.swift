/// Watches a region being applied, and records which concurrent ops meet.
///
/// While an op is applied the states show its own version: what is absent was typed, and who is
/// known to have deleted something visible did so, without knowing of this op.
struct MeetingWitness {
    struct Meeting: Hashable {
        let one: Int
        let other: Int
        let kind: TextMeeting.Kind

        init(_ one: Int, _ other: Int, kind: TextMeeting.Kind) {
            self.one = min(one, other)
            self.other = max(one, other)
            self.kind = kind
        }
    }

    /// What a run is about, by stretches; -1 where there is none.
    struct RunEnds {
        var left: Int
        var behind: Int
        var deleted: (first: Int, last: Int)?
        var typed: Range<Int>
    }

    private struct Origins: Hashable {
        var left: CharacterKey
        var right: CharacterKey
    }

    /// How many ops are remembered of one place; older ones have met their neighbours.
    private static let opsMax = 16
    /// How many stretches are looked at between two deleted ones, or to either side for a word's
    /// end.
    static let stretchesMax = 64

    private(set) var meetings: Set<Meeting> = []
    private let graph: TextGraph
    private let walk: [Int]
    private let base: [UInt32]
    private(set) var deleters: [Int: [Int]] = [:]
    private var typists: [Origins: [Int]] = [:]

    init(of graph: TextGraph, _ walk: [Int], base: [UInt32]) {
        self.graph = graph
        self.walk = walk
        self.base = base
    }

    /// A stretch was cut in two.
    mutating func cut(_ stretch: Int, _ rest: Int) {
        deleters[rest] = deleters[stretch]
    }

    /// A run deleted what stands visible from the first to the last of these stretches, and will
    /// type behind `left`.
    mutating func change(
        by op: Int, after left: Int, _ deleted: (first: Int, last: Int)?, typed: Range<Int>,
        in list: StretchList
    ) {
        let behind = list.shown(after: left)
        if !typed.isEmpty {
            meetTypists(op, left, list)
            let ops = Set(deleters[left] ?? []).intersection(deleters[behind] ?? [])
            for other in ops { meet(op, other, .typedIntoDeleted) }
        }
        let ends = RunEnds(left: left, behind: behind, deleted: deleted, typed: typed)
        meetInWord(op, ends, list)
        if let deleted { meetDeleted(op, deleted.first, deleted.last, list) }
    }

    /// A run deletes a stretch that its author saw.
    mutating func delete(_ stretch: Int, by op: Int) {
        for other in deleters[stretch] ?? [] { meet(op, other, .overlappingDeletion) }
        Self.remember(op, in: &deleters[stretch, default: []])
    }

    mutating func meet(_ op: Int, _ other: Int, _ kind: TextMeeting.Kind) {
        guard op != other, other >= 0 else { return }
        meetings.insert(Meeting(op, other, kind: kind))
    }

    private mutating func meetTypists(_ op: Int, _ left: Int, _ list: StretchList) {
        let right = list.existing(after: left)
        let origins = Origins(
            left: left < 0 ? .none : list[left].last, right: right < 0 ? .none : list[right].first)
        for other in typists[origins] ?? [] { meet(op, other, .onePlace) }
        Self.remember(op, in: &typists[origins, default: []])
    }

    /// Whether a character is part of a word.
    func isWord(_ character: CharacterKey) -> Bool {
        let codePoint: UInt32
        if character.op == CharacterKey.base {
            codePoint = base[character.index]
        } else {
            let typed = graph.typed(by: walk[character.op])
            codePoint = typed[typed.startIndex + character.index]
        }
        return SignKind(codePoint) == .word
    }

    private static func remember(_ op: Int, in ops: inout [Int]) {
        if ops.last == op { return }
        if ops.count == opsMax { ops.removeFirst() }
        ops.append(op)
    }

    /// Who typed between the deleted characters was not known to who deleted them.
    private mutating func meetDeleted(_ op: Int, _ first: Int, _ last: Int, _ list: StretchList) {
        var stretch = first
        for _ in 0..<Self.stretchesMax where stretch != last {
            let here = list[stretch]
            if here.state == 0, !here.isGone { meet(op, here.op, .typedIntoDeleted) }
            stretch = here.next
        }
    }
}
