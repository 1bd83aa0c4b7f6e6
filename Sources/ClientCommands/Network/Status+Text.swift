import CommandLine
import SyncEngine

extension Status {
    /// Whether all that was written here is in two places, in a sentence.
    struct Headline {
        let isSafe: Bool
        let text: String
        /// What to type about it; empty if nothing.
        let hint: String

        init(_ isSafe: Bool, _ text: String, _ hint: String = "") {
            self.isSafe = isSafe
            self.text = text
            self.hint = hint
        }
    }

    var headline: Headline {
        if articles == 0, notes == 0, sets.isEmpty {
            return Headline(true, "Nothing is in this store yet.", "postil add FILE")
        }
        let stopped = sets.filter { $0.stopped.map { $0.reason != .removed } ?? false }
        if !stopped.isEmpty {
            let names = stopped.map { TerminalSafe.line($0.name) }.joined(separator: ", ")
            let verb = stopped.count == 1 ? "is" : "are"
            return Headline(false, "Not all is safe: \(names) \(verb) not synced.", "see below")
        }
        guard let server else {
            return Headline(
                false, "All of it is in this store alone: no server has a copy.",
                "postil login URL --invite CODE")
        }
        if !isLoggedIn {
            let what = unsynced == 0 ? "" : "; \(Counted.text(unsynced, "change")) only here"
            let how =
                hasLoginEnded
                ? "Your log-in on \(server.host) has ended"
                : "You are logged out of \(server.host)"
            return Headline(
                false, "\(how)\(what).", "postil login \(server.url) --invite CODE")
        }
        guard lastSync != nil else {
            return Headline(false, "Nothing was synced yet: all of it is only here.", "postil sync")
        }
        if unsynced > 0 {
            let verb = unsynced == 1 ? "is" : "are"
            return Headline(
                false, "\(Counted.text(unsynced, "change")) \(verb) only here so far.",
                "postil sync")
        }
        if !drawer.isEmpty { return Headline(false, drawerSentence, "postil drawer") }
        if sets.contains(where: \.isRecovering) {
            return Headline(
                false, "The server lost some of it, and gets it back from here.", "postil sync")
        }
        return Headline(true, "Everything is safe: \(server.host) has all of it.")
    }

    func text(now: UInt64, isColoured: Bool) -> String {
        let (head, plain) =
            isColoured ? (headline.isSafe ? "\u{1B}[1;32m" : "\u{1B}[1;33m", "\u{1B}[0m") : ("", "")
        let hint = headline.hint.isEmpty ? "" : "  " + headline.hint
        var text = "\(head)\(headline.text)\(plain)\(hint)\n\n"
        text += "Store    \(TerminalSafe.line(folder))\n"
        text += "         \(Counted.text(notes, "note")) on \(Counted.text(articles, "article")), "
        text +=
            unsynced == 0 ? "nothing waits\n" : "\(Counted.text(unsynced, "change")) not yet sent\n"
        text += serverLine(now)
        for (index, set) in sets.enumerated() {
            text += (index == 0 ? "Sets     " : "         ") + set.line + "\n"
        }
        for (index, line) in lookAt.enumerated() {
            text += (index == 0 ? "Look at  " : "         ") + line + "\n"
        }
        text += drawerText
        for set in sets { text += set.stopText }
        return text
    }

    /// How many of the drawer's entries are shown.
    private static let drawerMax = 5

    private var drawerSentence: String {
        let refused = drawer.filter { $0.item.reason != .removed }
        if refused.isEmpty {
            return "\(Counted.text(drawer.count, "change")) of yours from sets that went away "
                + "\(drawer.count == 1 ? "lies" : "lie") in the drawer."
        }
        let did = refused.allSatisfy(\.isRefused) ? "refused" : "did not take"
        return "\(Counted.text(refused.count, "change")) that the server \(did) "
            + "\(refused.count == 1 ? "is" : "are") only here."
    }

    private var drawerText: String {
        if drawer.isEmpty { return "" }
        var text = "Drawer   not in any set, kept in this store: postil drawer\n"
        for item in drawer.prefix(Self.drawerMax) { text += "  " + item.line + "\n" }
        let more = drawer.count - Self.drawerMax
        return text + (more > 0 ? "  and \(more) more\n" : "")
    }

    private var lookAt: [String] {
        var rows: [(String, String)] = []
        if orphans > 0 { rows.append((Counted.text(orphans, "orphan"), "postil list is:orphan")) }
        if uncertain > 0 { rows.append(("\(uncertain) uncertain", "postil list is:uncertain")) }
        if conflicts > 0 { rows.append((Counted.text(conflicts, "conflict"), "postil merges")) }
        let width = rows.map { TextWidth.columns($0.0) }.max() ?? 0
        return rows.map { TextWidth.padded($0.0, width) + "  " + $0.1 }
    }

    private func serverLine(_ now: UInt64) -> String {
        guard let server else { return "Server   none\n" }
        if !isLoggedIn {
            let state = hasLoginEnded ? "the log-in has ended" : "logged out"
            return "Server   \(server.host), \(state)\n"
        }
        let who = user.map { " as \(TerminalSafe.line($0))" } ?? ""
        guard let lastSync else { return "Server   \(server.host)\(who), never synced\n" }
        let ago = RelativeTime.text(lastSync, now: Int64(clamping: now))
        return
            "Server   \(server.host)\(who), last sync \(ago == "now" ? "just now" : ago + " ago")\n"
    }
}
