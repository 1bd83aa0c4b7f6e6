import AnnotationModel
import CRDT
import Query
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// What queries ask of an annotation, each worked out when it is asked for, once.
final class AnnotationFacts: QueryFacts {
    let row: EntityRow
    private let creation: EntityState.Creation
    private let context: QueryContext
    private lazy var registers = Registers(row.state)
    private lazy var original: AnchorPayload? = {
        let payload = try? Payload.decode(creation.payload, of: creation.kind)
        if case .annotation(_, let anchor)? = payload { return anchor }
        return nil
    }()
    private lazy var origin: OriginPayload? = {
        if case .origin(let origin)? = Registers.shown(.origin, row.state) { return origin }
        return nil
    }()
    private lazy var anchor = registers.anchor ?? original
    private lazy var quoteFound: SearchText = {
        let quotes = [anchor, original].compactMap { $0?.exact }
        return SearchText(quotes)
    }()
    private var noteFound: SearchText?
    private var state: AnchorState??

    /// The facts of a row; nil if nothing has made what it is of.
    init?(_ row: EntityRow, _ context: QueryContext) {
        guard let creation = row.state.creation else { return nil }
        self.row = row
        self.creation = creation
        self.context = context
    }

    var quote: SearchText { quoteFound }

    var note: SearchText {
        get throws {
            if let noteFound { return noteFound }
            let text = SearchText(try text)
            noteFound = text
            return text
        }
    }

    private var text: String {
        get throws {
            if let text = row.text?.text { return text }
            let workspace = context.workspace
            return try workspace.replica.text(of: row.id, in: workspace.copy(of: row.set)).text
        }
    }

    var tags: [String] { registers.tags }

    var creator: String {
        get throws {
            if let origin, !origin.creator.isEmpty { return origin.creator }
            return try context.name(of: creation.author, in: row.set)
        }
    }

    var setName: String {
        get throws { try context.name(of: row.set) }
    }

    var article: String { creation.article?.text ?? "" }

    var url: String? {
        get throws { try articleView?.url }
    }

    private var articleView: ArticleView? {
        get throws { try creation.article.flatMap { try context.article($0, in: row.set) } }
    }

    var colour: Colour? {
        if let chosen = registers.colour { return Colour(rawValue: chosen) }
        return original == nil ? nil : .yellow
    }

    var created: UInt64 { creation.stamp.milliseconds }

    func isBy(_ user: String) throws -> Bool {
        if let origin, !origin.creator.isEmpty { return origin.creator.isSameName(as: user) }
        return try context.isMeant(user, creation.author, in: row.set)
    }

    func has(_ part: QueryPart) throws -> Bool {
        switch part {
        case .note: return try !text.isEmpty
        case .tag: return !tags.isEmpty
        case .reply:
            return try context.workspace.transaction.count(
                EntityQuery(set: row.set, parent: row.id, kind: .annotations, limit: 1)) > 0
        }
    }

    func isIn(_ state: QueryState) throws -> Bool {
        switch state {
        case .open: return !registers.isClosed
        case .closed: return registers.isClosed
        case .reply: return creation.parent != nil
        case .page: return anchor == nil && creation.parent == nil
        case .private: return try context.isPersonal(row.set)
        case .imported: return origin != nil
        case .unsynced: return row.isUnsynced
        case .conflict: return !registers.conflicts.isEmpty
        case .deleted: return !row.isAlive || !row.articleIsAlive
        case .moved: return try anchorState == .moved
        case .edited: return try anchorState == .edited
        case .uncertain: return try anchorState == .uncertain
        case .orphan: return try anchorState == .orphan
        }
    }

    /// Where its words begin in the article's text: -1 for a note on the whole, the largest number
    /// where they are not found.
    var start: Int {
        get throws {
            guard let anchor else { return -1 }
            return try articleView?.outcome(of: anchor)?.range?.lowerBound ?? .max
        }
    }

    /// How its words stand in the article's text; nil where there are no words, or no text yet.
    private var anchorState: AnchorState? {
        get throws {
            if let state { return state }
            let found = try anchor.flatMap { try articleView?.outcome(of: $0)?.state }
            state = .some(found)
            return found
        }
    }
}
