import AnnotationModel
import CRDT
import CommandLine
import Replication
import Storage
import SyncEngine

extension Workspace {
    /// A long log is not read to its beginning for a hint.
    private static let changesMax = 10_000

    /// What brings back what was deleted: the change of this store that did it, by its number.
    func wayBack(_ entity: EntityID, in set: SetID) throws -> [String] {
        let deletions = try transaction.ops(of: entity, in: set).filter {
            [.delete, .deleteArticle].contains($0.op.kind) && !$0.verdict.isRefusal
        }
        let own = Set(deletions.map(\.identity))
        let change = try transaction.changes(limit: Self.changesMax).first {
            !$0.isUndone && $0.ops.contains(where: own.contains)
        }
        if let change { return ["take it back: postil undo \(change.id)"] }
        let isArticle = deletions.contains { $0.op.kind == .deleteArticle }
        if isArticle { return ["add it again, and its notes are back: postil add FILE"] }
        // Only a log of commands can take a deletion back, and it lies where the command was given.
        let short = try short(AnnotationID(entity.octets))
        return [
            "undo brings it back where it was deleted; who did, and its words: "
                + "postil show \(short) --history"
        ]
    }
}
