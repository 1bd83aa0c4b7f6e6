import Access
import AnnotationModel
import CommandLine
import JSON
import Storage
import SyncEngine
import WireFormat

/// A set of this store, as it is listed.
struct SetView {
    let id: SetID
    let name: String
    let role: Role?
    let isPersonal: Bool
    let isOnServer: Bool
    let people: Int
    let unsynced: Int
    let articles: Int
    let stopped: SyncWords.Stopped?
    /// Whether something that the server lost is still to be brought to it.
    let isRecovering: Bool

    init(_ set: SetID, _ workspace: Workspace) throws {
        let copy = try workspace.copy(of: set)
        id = set
        role = copy.state.stop == .removed ? nil : Author(workspace.replica, copy).role
        isPersonal = copy.state.isPersonal
        isOnServer = copy.state.position.epoch != nil
        people = copy.membership.present.count
        unsynced = try workspace.transaction.unsyncedCount(in: set)
        isRecovering = copy.state.isRecovering
        articles = try workspace.transaction.count(EntityQuery(set: set, kind: .articles))
        let shown = try FormerSets.name(of: set, workspace) ?? workspace.name(of: set)
        name = shown
        stopped = copy.state.stop.map { SyncWords.Stopped(set: set, name: shown, reason: $0) }
    }

    var idText: String { id.octets.hex }

    /// Who is in it, in a few words.
    var state: String {
        if stopped?.reason == .removed { return "you are no member any more" }
        if !isOnServer { return "only here so far" }
        if isPersonal { return "only you" }
        return "\(role?.name ?? "?"), \(people == 1 ? "1 person" : "\(people) people")"
    }

    /// One line for a terminal.
    var line: String {
        let waiting = unsynced == 0 ? "" : ", \(Counted.text(unsynced, "change")) not yet sent"
        let stop = stopped == nil || stopped?.reason == .removed ? "" : ", NOT SYNCED"
        let count = Counted.text(articles, "article")
        let recovery = isRecovering ? ", going back to a server that lost some of it" : ""
        return "\(TerminalSafe.line(name)) (\(state)) · \(count)\(waiting)\(recovery)\(stop)"
    }

    /// Why it is not synced; empty if it is.
    var stopText: String { stopped?.text ?? "" }

    func write(to writer: inout JSONWriter) {
        writer.member("id", idText)
        writer.member("name", name)
        writer.member("role", role?.name)
        writer.member("personal", isPersonal)
        writer.member("people", people)
        writer.member("articles", articles)
        writer.member("unsynced", unsynced)
        writer.member("onServer", isOnServer)
        writer.member("stopped", stopped?.code)
        writer.member("recovering", isRecovering)
    }
}
