import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import Testing
import WireFormat

@Suite struct MergeLawTests {
    /// Three people who write and now and then read what others wrote, each op after all before it.
    private static func history(_ seed: UInt64) throws -> [PlacedOp] {
        var numbers = SplitMix64(seed: seed)
        var benches = [Bench(seed &* 3 &+ 1), Bench(seed &* 3 &+ 2), Bench(seed &* 3 &+ 3)]
        var read = [0, 0, 0]
        var all: [PlacedOp] = []
        for _ in 0..<40 {
            let index = numbers.below(3)
            if numbers.once(in: 3) {
                let end = min(all.count, read[index] + 1 + numbers.below(6))
                for op in all[read[index]..<end] where op.author != benches[index].account {
                    try benches[index].accept(op)
                }
                read[index] = end
            } else if let op = try act(&benches[index], all, &numbers) {
                all.append(op)
            }
        }
        return all
    }

    private static func act(
        _ bench: inout Bench, _ all: [PlacedOp], _ numbers: inout SplitMix64
    ) throws -> PlacedOp? {
        let known = try all.filter { try bench.set.op(at: $0.dot) != nil }
        let notes = known.filter { $0.op.kind == .annotate || $0.op.kind == .reply }
        let articles = known.filter { $0.op.kind == .addArticle }
        guard let article = numbers.pick(articles), !numbers.once(in: 12) else {
            return try bench.addArticle("t\(numbers.below(9))", "u\(numbers.below(2))")
        }
        guard let note = numbers.pick(notes), !numbers.once(in: 4) else {
            return try bench.annotate(article)
        }
        switch numbers.below(10) {
        case 0: return try bench.reply(note)
        case 1: return try bench.colour(note)
        case 2: return try bench.tag(note)
        case 3: return try bench.untag(note)
        case 4: return try bench.delete(numbers.once(in: 3) ? article : note)
        case 5: return try bench.revive(numbers.once(in: 3) ? article : note)
        case 6:
            let kind = OpKind(number: 77, .note, keeps: true, isContent: numbers.once(in: 2))
            return try bench.write(kind, .annotation(note.dot), .name("new"))
        default: return try bench.edit(note)
        }
    }

    /// Any order in which each op comes after all it leans on and after its replica's ones before
    /// it.
    private static func shuffled(
        _ ops: [PlacedOp], _ numbers: inout SplitMix64
    ) -> [PlacedOp] {
        var waiting = ops
        var out: Set<Dot> = []
        var result: [PlacedOp] = []
        while !waiting.isEmpty {
            let ready = waiting.indices.filter { index in
                let op = waiting[index]
                let before = Dot(replica: op.dot.replica, counter: op.dot.counter - 1)
                return (before.counter == 0 || out.contains(before))
                    && op.op.dependencies.allSatisfy(out.contains)
                    && articleIsThere(op, result)
            }
            guard let index = numbers.pick(Array(ready)) else { return result }
            let op = waiting.remove(at: index)
            out.insert(op.dot)
            result.append(op)
        }
        return result
    }

    private static func articleIsThere(_ op: PlacedOp, _ result: [PlacedOp]) -> Bool {
        guard case .article = op.op.target, op.op.kind != .addArticle else { return true }
        return result.contains { $0.op.kind == .addArticle && $0.op.target == op.op.target }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func everyCausalOrderGivesTheSameState(seed: UInt64) throws {
        let ops = try Self.history(seed)
        var numbers = SplitMix64(seed: seed)
        let first = Bench(0)
        for op in ops { try first.accept(op) }
        for _ in 0..<4 {
            let order = Self.shuffled(ops, &numbers)
            #expect(order.count == ops.count)
            let other = Bench(0)
            for op in order { try other.accept(op) }
            #expect(try other.confirmed() == first.confirmed())
            #expect(other.set.contentHash == first.set.contentHash)
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func anOpIssuedAgainChangesNothing(seed: UInt64) throws {
        let ops = try Self.history(seed)
        let plain = Bench(0)
        let again = Bench(0)
        var twins = 0
        var numbers = SplitMix64(seed: seed)
        for op in ops {
            try plain.accept(op)
            let accepted = try again.accept(op)
            guard numbers.once(in: 3) else { continue }
            twins += 1
            let twin = try again.place(
                op.op.reissued(as: accepted.identity), counter: UInt64(twins))
            #expect(try again.accept(twin).identity == accepted.identity)
        }
        #expect(twins > 0)
        #expect(try again.confirmed() == plain.confirmed())
        #expect(again.set.contentHash == plain.set.contentHash)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func whatIsShownOverNothingIsWhatIsConfirmed(seed: UInt64) throws {
        let ops = try Self.history(seed)
        let confirmed = Bench(0)
        let shown = Bench(0)
        for op in ops {
            try confirmed.accept(op)
            let pending = try shown.merge.place(
                op.op, at: op.dot, hash: op.hash, author: op.author, verdict: .pending)
            try shown.set.put(pending)
            _ = try shown.merge.show(pending)
        }
        for id in confirmed.set.entities(.confirmed) {
            #expect(try shown.set.entity(id, .shown) == confirmed.set.entity(id, .confirmed))
            #expect(
                try shown.set.tokens(of: id, .shown) == confirmed.set.tokens(of: id, .confirmed))
        }
        #expect(shown.set.entities(.confirmed).isEmpty)
        #expect(shown.set.contentHash == 0)
    }
}
