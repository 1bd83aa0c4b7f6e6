import AnnotationModel
import CommandLine
import Crypto
import Glibc
import JSON
import Octets
import Storage
import WireFormat

extension Administration {
    /// Backs the store up, mends it, and says what was wrong and what is left.
    func repair(
        _ store: ServerStore, _ logDamage: Finding?, logKeptIn log: String?
    ) throws -> ExitStatus {
        // What cannot give anything is said before anything is done.
        let source = try source()
        var found = try store.survey()
        found.findings = (logDamage.map { [$0] } ?? []) + found.findings
        guard !found.findings.isEmpty else {
            say({ $0.array("problems") { _ in } }, "all is well\n")
            return .done
        }
        let now = WallClock.milliseconds
        let backup = "\(folder.path)/before-repair-\(now)"
        try store.backup(to: backup)
        let lost = LostRows(path: "\(folder.path)/lost-\(now).jsonl")
        let done = try store.repair(from: source, keepingLostIn: lost)
        let left = try store.survey().findings
        let report = RepairReport(
            findings: found.findings.map { ($0, left.contains($0) || $0.remedy == .none) },
            isMended: done.isMended, backup: backup, log: log,
            lost: lost.isThere ? lost.path : nil)
        say(
            { answer in
                answer.array("problems") { list in
                    for (finding, isLeft) in report.findings {
                        write(finding, isLeft: isLeft, to: &list)
                    }
                }
                answer.member("mended", report.isMended)
                answer.member("backup", report.backup)
                answer.member("backupLog", report.log)
                answer.member("lostFile", report.lost)
            }, report.text)
        let isLeft = report.findings.contains(where: \.isLeft) || !left.isEmpty
        return isLeft ? .problemsFound : .done
    }

    /// Writes a finding as one object, the same with and without a repair.
    func write(_ finding: Finding, isLeft: Bool, to list: inout JSONWriter) {
        list.object {
            $0.member("what", finding.sentence)
            $0.member("remedy", finding.remedy.rawValue)
            $0.member("left", isLeft)
            $0.member("advice", finding.advice)
        }
    }

    /// What `--from` names: a server's folder or a device's store.
    private func source() throws -> ServerSource {
        guard let path = command.value("from") else { return .none }
        if access(path + "/server.db", F_OK) == 0 {
            return try DataFolder(path: path).openExisting().source()
        }
        guard ClientStore.exists(path) else {
            throw CommandFailure(
                .notFound, "there is neither a backup nor a device's store in \(path)")
        }
        return try ServerSource(client: path, hashing: BLAKE2b())
    }
}

/// What a repair found and did.
private struct RepairReport {
    let findings: [(finding: Finding, isLeft: Bool)]
    let isMended: Bool
    let backup: String
    let log: String?
    let lost: String?

    var text: String {
        var text = ""
        for (finding, isLeft) in findings {
            text += "\(isLeft ? "left  " : "mended") \(TerminalSafe.line(finding.sentence))\n"
            if isLeft, let advice = finding.advice {
                text += "       then: \(TerminalSafe.line(advice))\n"
            }
        }
        text += "the store as it was: \(TerminalSafe.line(backup))\n"
        if let log { text += "its write-ahead log as it was: \(TerminalSafe.line(log))\n" }
        if let lost { text += "what nothing gives back: \(TerminalSafe.line(lost))\n" }
        if !isMended {
            text +=
                "nothing was changed: what is gone has to come from a backup or a device's "
                + "store: --from DIR\n"
        } else if findings.contains(where: { $0.isLeft && $0.finding.remedy == .copy }) {
            text += "what is left may be in a backup or in a device's store: --from DIR\n"
        }
        return text
    }
}

extension Finding {
    /// The finding as one sentence with its place.
    var sentence: String {
        var sentence = what
        if let table { sentence += ": row (\(row ?? "?")) of \(table)" }
        if let set { sentence += ", set \(Alphabet.hex.text(set.octets.octets))" }
        if let entity {
            let octets = entity.octets.octets
            sentence +=
                isArticle
                ? ", article \(Alphabet.hex.text(octets))"
                : ", note \(Alphabet.letters.text(octets))"
        }
        return sentence
    }
}
