import AnnotationModel
import CivilTime
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// `postil status`: what this store holds, what waits, and what to look at.
enum StatusCommand {
    static func run(_ session: Session) throws -> Reply {
        let status = try session.read { try Status($0, session.folder) }
        return Reply(text: status.text(now: session.now)) { status.write(to: &$0) }
    }
}

/// The state of a store.
private struct Status {
    private let folder: String
    private let articles: Int
    private let notes: Int
    private let unsynced: Int
    private var orphans = 0
    private var uncertain = 0
    private let conflicts: Int
    private let sets: [SetView]
    private let drawer: [DrawerWords]
    private let server: ServerAddress?
    private let user: String?
    private let isLoggedIn: Bool
    private let lastSync: Int64?

    init(_ workspace: Workspace, _ folder: String) throws {
        self.folder = folder
        let transaction = workspace.transaction
        articles = try transaction.count(EntityQuery(kind: .articles))
        notes = try transaction.count(EntityQuery(kind: .annotations))
        unsynced = try transaction.unsyncedCount()
        conflicts = try Conflicts.count(workspace)
        sets = try transaction.sets().map { try SetView($0, workspace) }
        drawer = try transaction.drawer().map { try DrawerWords($0.item, workspace) }
        func text(_ key: ClientSetting) throws -> String? {
            try transaction.setting(key).map { String(decoding: $0, as: UTF8.self) }
        }
        server = try text(.serverURL).flatMap(ServerAddress.init(stored:))
        user = try text(.accountName)
        isLoggedIn = try transaction.setting(.token) != nil
        lastSync = try text(.lastSync).flatMap { Int64($0) }
        try countAnchors(workspace)
    }

    /// Counts the notes whose words are gone, or may be in several places.
    private mutating func countAnchors(_ workspace: Workspace) throws {
        var cache = ArticleCache()
        for row in try workspace.transaction.entities(EntityQuery(kind: .annotations, order: .id)) {
            guard let creation = row.state.creation, let article = creation.article,
                row.articleIsAlive, let anchor = anchor(row.state, creation),
                let view = try cache.article(article, in: row.set, workspace),
                let outcome = try view.outcome(of: anchor)
            else { continue }
            if outcome.state == .orphan { orphans += 1 }
            if outcome.state == .uncertain { uncertain += 1 }
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

    // MARK: Text

    func text(now: UInt64) -> String {
        var text = "Store    \(TerminalSafe.line(folder))    \(Counted.text(notes, "note")) on "
        text += "\(Counted.text(articles, "article")), "
        text += unsynced == 0 ? "all sent\n" : "\(Counted.text(unsynced, "change")) not yet sent\n"
        text += serverLine(now)
        for set in sets { text += "Set      " + set.line + "\n" }
        var look: [String] = []
        if orphans > 0 { look.append("\(Counted.text(orphans, "orphan")): postil list is:orphan") }
        if uncertain > 0 { look.append("\(uncertain) uncertain: postil list is:uncertain") }
        if conflicts > 0 { look.append("\(Counted.text(conflicts, "conflict")): postil merges") }
        if !look.isEmpty { text += "Look at  " + look.joined(separator: "    ") + "\n" }
        if !drawer.isEmpty {
            text += "Drawer   refused by the server, kept only here:\n"
            for item in drawer { text += "  " + item.line + "\n" }
        }
        for set in sets { text += set.stopText }
        return text
    }

    private func serverLine(_ now: UInt64) -> String {
        guard let server else { return "Server   none: postil login URL --invite CODE\n" }
        if !isLoggedIn {
            return "Server   \(server.host), logged out: postil login \(server.url) --invite CODE\n"
        }
        let who = user.map { " as \(TerminalSafe.line($0))" } ?? ""
        guard let lastSync else {
            return "Server   \(server.host)\(who), never synced: postil sync\n"
        }
        let ago = RelativeTime.text(lastSync, now: Int64(clamping: now))
        return
            "Server   \(server.host)\(who), last sync \(ago == "now" ? "just now" : ago + " ago")\n"
    }

    // MARK: JSON

    func write(to writer: inout JSONWriter) {
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
