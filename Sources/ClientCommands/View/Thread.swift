import AnnotationModel
import CommandLine
import Replication
import Storage

/// A top annotation with its replies, in reading order.
struct Thread {
    let top: AnnotationView
    /// Replies with their depth, each behind what it answers; deleted ones with living replies
    /// stay.
    let replies: [(depth: Int, view: AnnotationView)]

    /// Builds the threads of an article from all its annotations, dead ones included.
    static func threads(
        of article: ArticleID, _ workspace: Workspace
    ) throws -> [Thread] {
        let rows = try workspace.transaction.entities(
            EntityQuery(
                article: article, kind: .annotations, includeDead: true, order: .oldestFirst))
        var articles = ArticleCache()
        let views = try rows.map { try AnnotationView($0, workspace, &articles) }
        var children: [AnnotationID: [AnnotationView]] = [:]
        for view in views {
            if let parent = view.parent { children[parent, default: []].append(view) }
        }
        return views.filter { $0.parent == nil }.compactMap { thread($0, children) }
    }

    /// What answers an annotation, in reading order. The walk ends: what is answered was there
    /// before the answer.
    static func replies(
        to top: AnnotationView, _ workspace: Workspace
    ) throws -> [(depth: Int, view: AnnotationView)] {
        var articles = ArticleCache()
        var children: [AnnotationID: [AnnotationView]] = [:]
        var waiting = [top.id]
        while let next = waiting.popLast() {
            let rows = try workspace.transaction.entities(
                EntityQuery(
                    set: top.set, parent: EntityID(next), kind: .annotations, includeDead: true,
                    order: .oldestFirst))
            let views = try rows.map { try AnnotationView($0, workspace, &articles) }
            children[next] = views
            waiting += views.map(\.id)
        }
        return thread(top, children)?.replies ?? []
    }

    private static func thread(
        _ top: AnnotationView, _ children: [AnnotationID: [AnnotationView]]
    ) -> Thread? {
        var order: [(depth: Int, view: AnnotationView)] = []
        var waiting = (children[top.id] ?? []).reversed().map { (depth: 1, view: $0) }
        while let next = waiting.popLast() {
            order.append(next)
            for child in (children[next.view.id] ?? []).reversed() {
                waiting.append((next.depth + 1, child))
            }
        }
        // From the end: what is deleted stays while something behind it, deeper, is alive.
        var kept: [(depth: Int, view: AnnotationView)] = []
        var aliveBelow = 0
        for item in order.reversed() {
            if item.view.isAlive || aliveBelow > item.depth {
                kept.append(item)
                aliveBelow = item.depth
            } else if aliveBelow >= item.depth {
                aliveBelow = 0
            }
        }
        if !top.isAlive, kept.isEmpty { return nil }
        return Thread(top: top, replies: kept.reversed())
    }
}
