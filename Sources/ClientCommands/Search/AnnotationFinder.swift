import AnnotationModel
import Query
import Storage

/// Goes through the annotations that a query finds.
struct AnnotationFinder {
    let context: QueryContext
    private let expression: QueryExpression
    private let order: QueryOrder
    /// Whether the indexes are asked; without them every annotation is looked at.
    private let usesIndex: Bool

    init(
        _ expression: QueryExpression, order: QueryOrder? = nil, _ context: QueryContext,
        usesIndex: Bool = true
    ) {
        self.expression = expression
        self.context = context
        self.usesIndex = usesIndex
        self.order = order ?? .newest
    }

    init(_ query: AnnotationQuery, _ workspace: Workspace, usesIndex: Bool = true) {
        self.init(
            query.parsed.expression, order: query.parsed.order, QueryContext(workspace),
            usesIndex: usesIndex)
    }

    /// The first that are found, in the order that is asked for: all, or up to a limit.
    func rows(limit: Int? = nil) throws -> [EntityRow] {
        var found: [EntityRow] = []
        if let limit, limit <= 0 { return found }
        if order == .place {
            try forEach { row in
                found.append(row)
                return true
            }
            let sorted = try PlaceOrder(context).sorted(found)
            return limit.map { Array(sorted.prefix($0)) } ?? sorted
        }
        try forEach { row in
            found.append(row)
            return limit.map { found.count < $0 } ?? true
        }
        return found
    }

    /// Hands over each that is found, until `body` says false.
    func forEach(_ body: (EntityRow) throws -> Bool) throws {
        guard let search = try search() else { return }
        try context.workspace.transaction.search(search) { row in
            guard let facts = AnnotationFacts(row, context),
                try expression.holds({ try facts.satisfy($0) })
            else { return true }
            return try body(row)
        }
    }

    /// What the store is asked for; nil if nothing can be found.
    private func search() throws -> EntitySearch? {
        // Those that are deleted are found only by who asks for them.
        var search = EntitySearch(
            includeDead: expression.terms.contains(.state(.deleted)),
            isOldestFirst: order == .oldest)
        guard usesIndex else { return search }
        search.narrowing = try expression.narrowing(context)
        var (first, end) = (UInt64(0), UInt64.max)
        for term in expression.necessary {
            switch term {
            case .since(let time): first = max(first, time)
            case .before(let time): end = min(end, time)
            case .set(let name):
                search.sets = try sets(search.sets) {
                    try context.name(of: $0).isSameName(as: name)
                }
            case .state(.private):
                search.sets = try sets(search.sets) { try context.isPersonal($0) }
            default: break
            }
        }
        guard first < end else { return nil }
        search.created = first..<end
        return search
    }

    private func sets(
        _ known: Set<SetID>?, _ isMeant: (SetID) throws -> Bool
    ) throws -> Set<SetID> {
        let all = try known ?? Set(context.workspace.transaction.sets())
        return try all.filter(isMeant)
    }
}
