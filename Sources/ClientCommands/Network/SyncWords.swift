import AnnotationModel
import CommandLine
import JSON
import Octets
import Replication
import Storage
import SyncEngine

/// What a sync did, for a person and for a script.
struct SyncWords {
    /// A merge as it is shown.
    struct Merge {
        let id: String
        let short: String
        let doc: String?
        let set: String?
        let what: String
        let by: String
        /// Whether the person wrote it, on another machine.
        let isOwn: Bool
    }

    /// A set that is not synced.
    struct Stopped {
        let set: SetID
        let name: String
        let reason: CopyState.Stop
    }

    private let outcome: SyncOutcome
    private let head: String
    private let merges: [Merge]
    private let refused: [DrawerWords]
    private let kept: [DrawerWords]
    private let stopped: [Stopped]
    private let unknown: [String]
    private let joined: [(id: String, name: String)]
    private let putBack: [(id: String, name: String)]
    private let held: [(id: String, name: String)]
    private let repairs: [RepairWords]
    private let conflicts: Int

    init(_ outcome: SyncOutcome, _ address: ServerAddress, _ workspace: Workspace) throws {
        self.outcome = outcome
        let account = try workspace.transaction.setting(.accountName)
            .map { String(decoding: $0, as: UTF8.self) }
        head = address.host + (account.map { " as \(TerminalSafe.line($0))" } ?? "")
        merges = try outcome.report.merged.map { try Merge($0, workspace) }
        refused = try outcome.report.refused.map { try DrawerWords($0, workspace) }
        kept = try outcome.report.kept.map { try DrawerWords($0, workspace) }
        stopped = try Stopped.all(workspace)
        unknown = try Set(outcome.report.unknown).sorted().map { try workspace.name(of: $0) }
        joined = try Set(outcome.report.joined).sorted().map {
            ($0.octets.hex, try workspace.name(of: $0))
        }
        putBack = try Set(outcome.report.putBack).sorted().map {
            ($0.octets.hex, try workspace.name(of: $0))
        }
        held = try Set(outcome.report.held).sorted().map {
            ($0.octets.hex, try workspace.name(of: $0))
        }
        repairs = try outcome.repairs.map { try RepairWords($0, workspace) }
        conflicts = try Conflicts.count(workspace)
    }

    /// A stopped set is a failure of its own; what was refused makes it done in part.
    var status: ExitStatus {
        if !refused.isEmpty { return .partly }
        if !held.isEmpty { return .partly }
        return stopped.contains { $0.reason != .removed } ? .failed : .done
    }

    // MARK: Text

    var text: String {
        let report = outcome.report
        var text = "\(head) · sent \(report.sent), received \(report.received)\n"
        if outcome.isQuiet, putBack.isEmpty, held.isEmpty { text = "\(head) · nothing new\n" }
        if outcome.blobs.received > 0 {
            let files = Counted.text(outcome.blobs.received, "file")
            text += "Fetched \(files): texts of articles and their sources\n"
        }
        for set in joined { text += "New here: \(TerminalSafe.line(set.name))\n" }
        if report.hasMoved {
            text += "Your notes from before the log-in are in your personal set now; ids stay\n"
        }
        if report.hasNewIdentity {
            text +=
                "This store's history was also used elsewhere (a copied or restored folder?): "
                + "it goes on under a new identity, nothing is lost\n"
        }
        text += recovery
        if !merges.isEmpty {
            text += "Merged with what was written elsewhere at the same time:\n"
            var table = Table([.init(""), .init(""), .init("", canShrink: true), .init("")])
            for merge in merges {
                let words = "\(merge.what), by \(merge.isOwn ? "you" : merge.by)"
                table.append(["", merge.short, words, "postil merges \(merge.short)"])
            }
            text += table.terminalText()
        }
        return text + troubles
    }

    /// What there is to say after the server was put back, once.
    private var recovery: String {
        var text = ""
        if !putBack.isEmpty {
            let names = putBack.map { TerminalSafe.line($0.name) }.joined(separator: ", ")
            text +=
                "The server was put back to an earlier state or begun anew: what it had lost and "
                + "this store has was brought to it again (\(names))\n"
        }
        if outcome.report.setAside > 0 {
            text +=
                "\(Counted.text(outcome.report.setAside, "change")) of others could not be brought "
                + "back, as the server has something else in their place: kept in this store\n"
        }
        for set in held {
            text +=
                "\(TerminalSafe.line(set.name)): the server was put back, and waits for a device "
                + "of one of the set's owners to sync before it serves the set again\n"
                + "  Nothing here is lost, and what you write is sent then\n"
        }
        return text
    }

    private var troubles: String {
        var text = repairs.map(\.text).joined() + drawn
        for set in stopped where set.reason != .removed || isFresh(set) { text += set.text }
        for name in unknown {
            text +=
                "\(TerminalSafe.line(name)): the server has no such set for this account; "
                + "nothing here is lost\n"
        }
        for problem in outcome.blobs.problems { text += TerminalSafe.line(problem) + "\n" }
        if outcome.blobs.missing > 0 {
            text +=
                "\(Counted.text(outcome.blobs.missing, "article text")) could not be fetched yet; "
                + "the next sync asks again\n"
        }
        return text
    }

    /// What went into the drawer and is in no set; of what a set keeps that went away, its own
    /// line tells.
    private var drawn: String {
        var text = ""
        for (title, items) in [
            ("Refused by the server", refused.filter(\.isRefused)),
            ("Could not be sent any more", refused.filter { !$0.isRefused }),
        ] where !items.isEmpty {
            text += "\(title); the words lie in the drawer (postil drawer):\n"
            for item in items { text += "  " + item.line + "\n" }
        }
        return text
    }

    private func isFresh(_ set: Stopped) -> Bool { outcome.report.stopped[set.set] != nil }

    // MARK: JSON

    func write(to writer: inout JSONWriter) {
        let report = outcome.report
        writer.member("sent", report.sent)
        writer.member("received", report.received)
        writer.array("merged") { list in
            for merge in merges { list.object { merge.write(to: &$0) } }
        }
        writer.array("refused") { list in
            for item in refused { list.object { item.write(to: &$0) } }
        }
        writer.array("kept") { list in
            for item in kept { list.object { item.write(to: &$0) } }
        }
        writer.member("conflicts", conflicts)
        writer.array("stopped") { list in
            for set in stopped { list.object { set.write(to: &$0) } }
        }
        writer.array("repaired") { list in
            for repair in repairs { list.object { repair.write(to: &$0) } }
        }
        writer.array("joined") { list in
            for set in joined {
                list.object {
                    $0.member("set", set.id)
                    $0.member("name", set.name)
                }
            }
        }
        writer.member("unknown", unknown)
        for (title, sets) in [("putBack", putBack), ("held", held)] {
            writer.array(title) { list in
                for set in sets {
                    list.object {
                        $0.member("set", set.id)
                        $0.member("name", set.name)
                    }
                }
            }
        }
        writer.member("setAside", report.setAside)
        writer.member("newIdentity", report.hasNewIdentity)
        writer.member("moved", report.hasMoved)
        writer.object("texts") {
            $0.member("sent", outcome.blobs.sent)
            $0.member("received", outcome.blobs.received)
            $0.member("missing", outcome.blobs.missing)
            $0.member("problems", outcome.blobs.problems)
        }
    }
}

extension SyncWords.Merge {
    fileprivate init(_ event: MergeEvent, _ workspace: Workspace) throws {
        let row = try workspace.transaction.entity(event.entity)
        let isNote = row?.state.creation?.kind.opClass == .make
        id = (isNote ? Alphabet.letters : .hex).text(event.entity.octets.octets)
        short =
            try isNote
            ? workspace.short(AnnotationID(event.entity.octets))
            : workspace.short(ArticleID(event.entity.octets))
        doc = (row?.state.creation?.article).map { $0.octets.hex } ?? (isNote ? nil : id)
        set = row?.set.octets.hex
        by =
            try row.map { try workspace.name(of: event.author, in: workspace.copy(of: $0.set)) }
            ?? String(event.author.octets.hex.prefix(8))
        isOwn = workspace.isOwn(event.author)
        what =
            switch event.what {
            case .text: "text: both edits are kept"
            case .register: "\(event.register.label): one of two is shown"
            case .kept: "kept, though deleted at the same time"
            }
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("doc", doc)
        writer.member("set", set)
        writer.member("what", what)
        writer.member("by", by)
    }
}
