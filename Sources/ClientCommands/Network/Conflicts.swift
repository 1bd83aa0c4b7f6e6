import AnnotationModel
import Replication
import Storage
import SyncEngine

/// The registers with several live values that nobody has decided between.
enum Conflicts {
    /// How many there are in the store: each was noticed when it came, so only those are looked at
    /// again.
    static func count(_ workspace: Workspace) throws -> Int {
        let events = try workspace.transaction.mergeEvents(set: nil, entity: nil, limit: 100_000)
        var open = 0
        for entity in Set(events.filter { $0.what == .register }.map(\.entity)).sorted() {
            guard let row = try workspace.transaction.entity(entity) else { continue }
            open += Registers.conflicts(row.state).count
        }
        return open
    }
}
