import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    struct Aborted: Error {}

    /// Lets the person at a machine do something in one of its sets, in one transaction.
    func act(
        _ action: Step.Action, _ machine: Machine, _ numbers: inout SplitMix64
    ) throws {
        let sets = machine.copies.filter { !isHearsay($0) }.map(\.id)
        let common = sets.filter { shared.contains($0) }
        guard let set = numbers.pick(common.isEmpty || numbers.once(in: 4) ? sets : common),
            machine.store.memoryCopy(of: set)?.state.stop == nil
        else { return }
        do {
            let ops = try transact(machine) { replica in
                let ops = try perform(action, machine, replica, set, &numbers)
                if action == .abort { throw Aborted() }
                return ops
            }
            guard let copy = machine.store.memoryCopy(of: set) else { return }
            for op in ops {
                play.issues[op.identity] = Play.Issue(
                    account: op.author, kind: op.op.kind, payload: op.op.payload)
                if !op.op.kind.isContent { loss.wordless.insert(op.identity) }
                if action != .odd { machine.undo.append((set, op.identity)) }
                note("\(machine.name) wrote \(op.op.kind.raw >> 6) in \(name(set)): \(short(op))")
                try checkWritten(op, copy, isHonest: action != .force && action != .odd)
            }
            if !ops.isEmpty { try check(machine, 12) }
        } catch is Aborted {
            try check(machine, 4)
        } catch let failure as AuthoringFailure {
            note("\(machine.name) could not: \(failure)")
        } catch let failure as DecodingFailure where writesOdd {
            // To take back a change of what this machine itself wrote in a wrong form.
            note("\(machine.name) could not: \(failure)")
        }
    }

    private var writesOdd: Bool { plan.profile.extra.contains(.odd) }

    private func perform(
        _ action: Step.Action, _ machine: Machine, _ replica: Replica, _ set: SetID,
        _ numbers: inout SplitMix64
    ) throws -> [PlacedOp] {
        guard let copy = try replica.store.copy(of: set) else { return [] }
        let person = Person(
            author: Author(replica, copy), naming: naming, tick: tick, machine: machine,
            isOld: isOld(machine))
        switch action {
        case .write, .abort: return try person.write(&numbers)
        case .contend: return try person.contend(&numbers)
        case .delete: return try person.delete(&numbers)
        case .undo: return try person.undo(&numbers)
        case .open:
            try person.open(&numbers)
            return []
        case .force: return try person.force(&numbers)
        case .unknown: return try person.unknown(&numbers)
        case .odd: return try person.odd(&numbers)
        default: return []
        }
    }

    /// What a program that keeps to the rules writes leans on nothing that was refused.
    private func checkWritten(_ op: PlacedOp, _ copy: MemoryCopy, isHonest: Bool) throws {
        if audits { count(op, copy) }
        guard isHonest else { return }
        for dot in op.op.dependencies {
            guard let named = try copy.op(at: dot) else {
                throw Failure("an op names \(dot), which is not there")
            }
            if named.verdict.isRefusal { throw Failure("an op names what was refused") }
        }
        if try Merge(copy, hashing: hashing).leansOnRefused(op.op) {
            throw Failure("an op leans on what was refused")
        }
    }

    private func short(_ op: PlacedOp) -> String {
        func short(_ dot: Dot) -> String { "\(dot.replica.octets.high >> 48).\(dot.counter)" }
        let target =
            switch op.op.target {
            case .set: "set"
            case .article: "article"
            case .annotation(let dot): short(dot)
            }
        return """
            \(short(op.dot)) on \(target) names \(op.op.names.map(short)) \
            kills \(op.op.kills.map(short))
            """
    }

    private func count(_ op: PlacedOp, _ copy: MemoryCopy) {
        guard let entity = op.entity else { return }
        let isThere = (try? copy.entity(entity, .confirmed)?.creation) != nil
        let isAlive = (try? copy.hasToken(entity, .confirmed)) ?? false
        let state = isThere ? isAlive ? "alive" : "dead" : "unconfirmed"
        audit["\(op.op.kind.raw >> 6) on \(state)", default: 0] += 1
    }
}
