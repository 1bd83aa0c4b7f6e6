import AnnotationModel
import CommandLine
import JSON
import Storage

/// What `doctor` found, for a person and for a script.
struct DoctorWords {
    private let visit: DoctorVisit
    /// Findings that are shown to a person one by one.
    private static let shownMax = 20

    init(_ visit: DoctorVisit) {
        self.visit = visit
    }

    var text: String {
        var text = table + "\n"
        for hint in visit.serverFailure?.hints.prefix(1) ?? [] {
            text += "About the server: \(TerminalSafe.line(hint))\n"
        }
        if visit.complaints.isEmpty {
            return text + "All is well: every row is as it was written, and what is shown is\n"
                + "what the log says\n"
        }
        for complaint in visit.complaints.prefix(Self.shownMax) { text += line(complaint) }
        let more = visit.complaints.count - Self.shownMax
        if more > 0 { text += "  and \(more) more: postil doctor --json\n" }
        return text + (visit.isMending ? done : advice)
    }

    /// What was looked at, in three columns.
    private var table: String {
        let console = visit.session.console
        let room = max(30, min(100, console.columns) - 20)
        var text = "RESULT   CHECK     MESSAGE\n"
        for check in DoctorCheck.all(visit) {
            let sign = TextWidth.padded(check.result.rawValue, 9)
            let name = TextWidth.padded(check.name, 10)
            for (index, line) in TextWidth.wrap(TerminalSafe.line(check.message), room).enumerated()
            {
                let head =
                    index == 0 ? coloured(sign, check.result) + name : TextWidth.padded("", 19)
                text += head + line + "\n"
            }
        }
        return text
    }

    private func coloured(_ text: String, _ result: DoctorCheck.Result) -> String {
        guard visit.session.console.isColoured else { return text }
        let colour: String
        switch result {
        case .ok: colour = "32"
        case .warning: colour = "33"
        case .error: colour = "1;31"
        case .info, .skipped: colour = "2"
        }
        return "\u{1B}[\(colour)m\(text)\u{1B}[0m"
    }

    private func line(_ complaint: DoctorVisit.Complaint) -> String {
        var place: [String] = []
        if let entity = complaint.entity { place.append(String(entity.prefix(8))) }
        if let set = complaint.set { place.append("in \(TerminalSafe.line(set))") }
        if let table = complaint.finding.table {
            place.append("row (\(complaint.finding.row ?? "?")) of \(table)")
        }
        let what = TerminalSafe.line(complaint.finding.what)
        let where_ = place.isEmpty ? "" : ": " + TerminalSafe.line(place.joined(separator: ", "))
        let sign = complaint.isLeft ? "✗" : "✓"
        return "  \(sign) \(what)\(where_)\n    \(outcome(complaint))\n"
    }

    private func outcome(_ complaint: DoctorVisit.Complaint) -> String {
        let finding = complaint.finding
        if visit.isMending, !complaint.isLeft { return "mended" }
        if visit.isMending, finding.remedy != .none {
            if let advice = finding.advice { return "not mended: \(TerminalSafe.line(advice))" }
            return finding.remedy == .tidy
                ? "not mended"
                : "not mended: the log of its set lacks something, so it is left as it is"
        }
        return switch finding.remedy {
        case .checksum: "its checksum tells which bit was changed: can be mended here"
        case .log: "follows from what the store keeps: can be mended here"
        case .server, .copy: "the server has it, and what it sends can be proved"
        case .tidy: finding.advice.map { TerminalSafe.line($0) } ?? "can be set right here"
        case .none:
            visit.lostFile.map { "nobody else has it; as it is now it is kept in \($0)" }
                ?? "nobody else has it; as it is now it will be kept in a file beside the store"
        }
    }

    private var advice: String {
        "Nothing was changed. To mend what can be mended, with a backup before:\n"
            + "  postil doctor --repair\n"
    }

    private var done: String {
        var text = ""
        if let backup = visit.backup {
            text += "The store as it was: \(TerminalSafe.line(backup))\n"
        }
        if let log = visit.backupLog {
            text += "Its write-ahead log as it was: \(TerminalSafe.line(log))\n"
        }
        if let file = visit.lostFile {
            text += "What nothing gives back: \(TerminalSafe.line(file))\n"
        }
        if visit.shelved > 0 {
            text +=
                "\(Counted.text(visit.shelved, "change")) that built on what is lost "
                + "\(visit.shelved == 1 ? "lies" : "lie") in the drawer: postil drawer\n"
        }
        for set in visit.rolledBack {
            text +=
                "\(TerminalSafe.line(set)): went back to where its log is whole; "
                + "the rest comes back with: postil sync\n"
        }
        if visit.hasNewIdentity {
            text += "This store goes on under a new identity; nothing is lost by that\n"
        }
        if visit.needsLogin {
            text += "What the server knows this device by is lost: postil login URL --invite CODE\n"
        }
        if let trouble = visit.serverTrouble {
            text +=
                "The server could not be asked: \(TerminalSafe.line(trouble))\n"
                + "  What needs it is left as it is; try again: postil doctor --repair\n"
        } else if visit.complaints.contains(where: { $0.isLeft && $0.finding.remedy == .server }) {
            text +=
                "The server has not what lacks, or has another log (put back from a backup?); what "
                + "needs it is left as it is\n"
                + "  What the server has, a new store gets: postil login URL --invite CODE "
                + "--store DIR\n"
        }
        let isLoggedIn = try? visit.session.read { try $0.transaction.setting(.token) != nil }
        return text + (isLoggedIn == true ? "Then: postil sync\n" : "")
    }

    func write(to writer: inout JSONWriter) {
        writer.member("folder", visit.session.folder)
        writer.array("checks") { list in
            for check in DoctorCheck.all(visit) {
                list.object {
                    $0.member("result", check.result.rawValue)
                    $0.member("check", check.name)
                    $0.member("message", check.message)
                }
            }
        }
        writer.array("findings") { list in
            for complaint in visit.complaints {
                list.object {
                    $0.member("what", complaint.finding.what)
                    $0.member("remedy", complaint.finding.remedy.rawValue)
                    $0.member("set", complaint.finding.set?.octets.hex)
                    $0.member("setName", complaint.set)
                    $0.member("id", complaint.entity)
                    $0.member("table", complaint.finding.table)
                    $0.member("row", complaint.finding.row)
                    $0.member("left", complaint.isLeft)
                    $0.member("advice", complaint.finding.advice)
                }
            }
        }
        writer.member("repaired", visit.isMending)
        writer.member("backup", visit.backup)
        writer.member("backupLog", visit.backupLog)
        writer.member("lostFile", visit.lostFile)
        writer.member("newIdentity", visit.hasNewIdentity)
        writer.member("needsLogin", visit.needsLogin)
        writer.member("shelved", visit.shelved)
        writer.member("rolledBack", visit.rolledBack)
        writer.member("server", visit.server)
        writer.member("serverTrouble", visit.serverTrouble)
    }
}
