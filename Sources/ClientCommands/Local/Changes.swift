import AnnotationModel
import Replication
import Storage
import SyncEngine

/// What one command wrote about several things: one change a set, so that one undo takes it all
/// back.
struct Changes {
    private var sets: [(set: SetID, names: [String], ops: [PlacedOp])] = []

    mutating func add(_ name: String, _ ops: [PlacedOp], in set: SetID) {
        guard let index = sets.firstIndex(where: { $0.set == set }) else {
            return sets.append((set, [name], ops))
        }
        sets[index].names.append(name)
        sets[index].ops += ops
    }

    func log(_ verb: String, _ workspace: Workspace) throws {
        for (set, names, ops) in sets {
            let shown = names.prefix(3).joined(separator: " ")
            let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
            try workspace.log("\(verb) \(shown)\(rest)", ops, in: set)
        }
    }
}
