import AnnotationModel
import CivilTime
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// `postil status`: whether everything is safe, what this store holds, and what to look at.
enum StatusCommand {
    static func run(_ session: Session) throws -> Reply {
        let status = try session.read { try Status($0, session.folder) }
        let text = status.text(now: session.now, isColoured: session.console.isColoured)
        return Reply(text: text) { status.write(to: &$0) }
    }
}

/// The state of a store.
struct Status {
    let folder: String
    let articles: Int
    let notes: Int
    let unsynced: Int
    private(set) var orphans = 0
    private(set) var uncertain = 0
    let conflicts: Int
    let sets: [SetView]
    let drawer: [DrawerWords]
    let server: ServerAddress?
    let user: String?
    /// Whether it is, as far as the server said when it was asked last.
    let isLoggedIn: Bool
    /// Whether the server said that the log-in has ended.
    let hasLoginEnded: Bool
    /// Milliseconds since 1970; nil if it never was.
    let lastSync: Int64?

    init(_ workspace: Workspace, _ folder: String) throws {
        self.folder = folder
        let transaction = workspace.transaction
        articles = try transaction.count(EntityQuery(kind: .articles))
        notes = try transaction.count(EntityQuery(kind: .annotations))
        unsynced = try transaction.unsyncedCount()
        conflicts = try Conflicts.count(workspace)
        sets = try transaction.sets().map { try SetView($0, workspace) }
        drawer = try DrawerWords.all(workspace)
        func text(_ key: ClientSetting) throws -> String? {
            try transaction.setting(key).map { String(decoding: $0, as: UTF8.self) }
        }
        server = try text(.serverURL).flatMap(ServerAddress.init(stored:))
        user = try text(.accountName)
        let hasToken = try transaction.setting(.token) != nil
        hasLoginEnded = try hasToken && transaction.setting(.loginEnded) != nil
        isLoggedIn = hasToken && !hasLoginEnded
        lastSync = try text(.lastSync).flatMap { Int64($0) }
        try countAnchors(workspace)
    }

    /// Counts the notes whose words are gone, or may be in several places: article by article, for
    /// only one text is looked through at a time, and where there is none nothing can be said.
    private mutating func countAnchors(_ workspace: Workspace) throws {
        let transaction = workspace.transaction
        for row in try transaction.entities(EntityQuery(kind: .articles, order: .id)) {
            let query = EntityQuery(
                set: row.set, article: ArticleID(row.id.octets), kind: .annotations, order: .id)
            guard let view = ArticleView(row, workspace), !view.isQuoteOnly else { continue }
            for note in try transaction.entities(query) {
                guard let creation = note.state.creation,
                    let anchor = anchor(note.state, creation),
                    let outcome = try view.outcome(of: anchor)
                else { continue }
                if outcome.state == .orphan { orphans += 1 }
                if outcome.state == .uncertain { uncertain += 1 }
            }
        }
    }

    private func anchor(_ state: EntityState, _ creation: EntityState.Creation) -> AnchorPayload? {
        if let moved = Registers(state).anchor { return moved }
        guard
            case .annotation(_, let anchor)? = try? Payload.decode(
                creation.payload, of: creation.kind)
        else { return nil }
        return anchor
    }

    // MARK: JSON

    func write(to writer: inout JSONWriter) {
        writer.member("safe", headline.isSafe)
        writer.member("headline", headline.text)
        writer.member("store", folder)
        writer.member("articles", articles)
        writer.member("notes", notes)
        writer.member("unsynced", unsynced)
        writer.member("orphans", orphans)
        writer.member("uncertain", uncertain)
        writer.member("conflicts", conflicts)
        writer.array("sets") { list in
            for set in sets { list.object { set.write(to: &$0) } }
        }
        writer.array("drawer") { list in
            for item in drawer { list.object { item.write(to: &$0) } }
        }
        writer.member("server", server?.url)
        writer.member("user", user)
        writer.member("loggedIn", isLoggedIn)
        writer.member("lastSync", lastSync.map { UTCTime.text($0) })
    }
}
