import AnnotationModel
import CRDT
import Replication
import Storage

/// The order in which annotations are read: the newest article first; in each, notes on the whole,
/// then passages by their places, then what has none; answers behind what they answer.
struct PlaceOrder {
    /// One step from the top of a thread to an annotation.
    private struct Step {
        let stamp: HybridTimestamp
        let id: EntityID

        static func precedes(_ one: Step, _ other: Step) -> Bool {
            (one.stamp, one.id) < (other.stamp, other.id)
        }
    }

    private struct Placed {
        let row: EntityRow
        let added: UInt64
        let article: ArticleID?
        let start: Int
        let path: [Step]
    }

    /// Deeper threads are put in order by what leads so far, and by time.
    private static let depthMax = 64

    private let context: QueryContext

    init(_ context: QueryContext) { self.context = context }

    func sorted(_ rows: [EntityRow]) throws -> [EntityRow] {
        try rows.compactMap { try placed($0) }.sorted { Self.precedes($0, $1) }.map(\.row)
    }

    private static func precedes(_ one: Placed, _ other: Placed) -> Bool {
        if one.added != other.added { return one.added > other.added }
        if one.article != other.article, let first = one.article, let second = other.article {
            return EntityID(first) < EntityID(second)
        }
        if one.start != other.start { return one.start < other.start }
        return one.path.lexicographicallyPrecedes(other.path, by: Step.precedes)
    }

    private func placed(_ row: EntityRow) throws -> Placed? {
        guard let creation = row.state.creation else { return nil }
        var path = [Step(stamp: creation.stamp, id: row.id)]
        var top = row
        while let parent = top.state.creation?.parent, path.count < Self.depthMax,
            let next = try context.workspace.transaction.entity(parent),
            let made = next.state.creation
        {
            path.append(Step(stamp: made.stamp, id: next.id))
            top = next
        }
        let article = try creation.article.flatMap { try context.article($0, in: row.set) }
        return Placed(
            row: row, added: article?.added ?? 0, article: creation.article,
            start: try AnnotationFacts(top, context)?.start ?? .max, path: path.reversed())
    }
}
