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

    /// What leads to an annotation: where the words of the thread's top begin, and the steps down.
    private struct Lead {
        let start: Int
        let path: [Step]
    }

    /// So many steps from the top are compared; what lies deeper is put in order by time.
    private static let depthMax = 64

    private let context: QueryContext

    init(_ context: QueryContext) { self.context = context }

    func sorted(_ rows: [EntityRow]) throws -> [EntityRow] {
        var leads: [EntityID: Lead] = [:]
        return try rows.compactMap { try placed($0, &leads) }.sorted { Self.precedes($0, $1) }
            .map(\.row)
    }

    private static func precedes(_ one: Placed, _ other: Placed) -> Bool {
        if one.added != other.added { return one.added > other.added }
        if one.article != other.article {
            guard let first = one.article, let second = other.article else {
                return one.article != nil
            }
            return EntityID(first) < EntityID(second)
        }
        if one.start != other.start { return one.start < other.start }
        return one.path.lexicographicallyPrecedes(other.path, by: Step.precedes)
    }

    private func placed(_ row: EntityRow, _ leads: inout [EntityID: Lead]) throws -> Placed? {
        guard let creation = row.state.creation else { return nil }
        let lead = try lead(to: row, &leads)
        let article = try creation.article.flatMap { try context.article($0, in: row.set) }
        return Placed(
            row: row, added: article?.added ?? 0, article: creation.article, start: lead.start,
            path: lead.path)
    }

    /// Walks up to what is known already or to the top, which ends: what is answered was there
    /// before the answer.
    private func lead(to row: EntityRow, _ leads: inout [EntityID: Lead]) throws -> Lead {
        var chain = [row]
        var above: Lead?
        var parent = row.state.creation?.parent
        while let next = parent {
            if let known = leads[next] {
                above = known
                break
            }
            guard let found = try context.workspace.transaction.entity(next) else { break }
            chain.append(found)
            parent = found.state.creation?.parent
        }
        var lead = try above ?? Lead(start: start(of: chain[chain.count - 1]), path: [])
        for row in chain.reversed() {
            let stamp = row.state.creation?.stamp ?? HybridTimestamp(bits: 0)
            let step = Step(stamp: stamp, id: row.id)
            lead = Lead(start: lead.start, path: lead.path.prefix(Self.depthMax) + [step])
            leads[row.id] = lead
        }
        return lead
    }

    /// Where the words of the highest annotation that is here begin; an answer has none.
    private func start(of row: EntityRow) throws -> Int {
        guard row.state.creation?.parent == nil else { return .max }
        return try AnnotationFacts(row, context)?.start ?? .max
    }
}
