import AnnotationModel
import CommandLine
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil merges [ANN]`: what merges joined or had to choose, and how to choose otherwise.
enum MergesCommand {
    static func run(_ session: Session) throws -> Reply {
        let word = session.command.argument("ANN")
        if let take = session.command.value("take") {
            guard let word else {
                throw CommandFailure(
                    .usage, code: "usage", "--take needs the annotation", hints: ["postil merges"])
            }
            return try MergeTaking.run(take, word, session)
        }
        let width = min(100, session.console.columns)
        let isColoured = session.console.isColoured
        return try session.read { workspace in
            let entity = try word.map { try self.entity($0, workspace).id }
            let shown = try views(of: entity, workspace)
            let text = shown.map { $0.text(width: width, isColoured: isColoured) }.joined()
            return .list(
                text: shown.isEmpty ? "Nothing that was merged is open.\n" : text,
                plain: shown.map(\.plain).joined(),
                items: shown.map { view in { view.write(to: &$0) } })
        }
    }

    /// All that was merged of one thing, or what is open of everything.
    private static func views(
        of entity: EntityID?, _ workspace: Workspace
    ) throws -> [MergeView] {
        let events = try workspace.transaction.mergeEvents(set: nil, entity: entity, limit: 1000)
        let newest = MergeEvent.newest(of: events)
        guard entity != nil else {
            return try newest.map { try MergeView($0, workspace) }.filter(\.isOpen)
        }
        return try events.map {
            try MergeView($0, workspace, isNewest: newest.contains($0))
        }
    }

    /// The annotation or article that a person means.
    static func entity(_ word: String, _ workspace: Workspace) throws -> EntityRow {
        if try workspace.meansAnnotation(word) || Alphabet.letters.covers(word) {
            return try workspace.annotation(word)
        }
        let id = EntityID(try workspace.article(word).id)
        guard let row = try workspace.transaction.entity(id) else {
            throw Workspace.notFound("there is no article “\(word)” in this store", "postil docs")
        }
        return row
    }
}
