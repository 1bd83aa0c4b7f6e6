import AnnotationModel
import CommandLine
import Crypto
import Glibc
import Octets
import Storage
import WireFormat

extension Administration {
    /// Backs the store up, mends it, and says what was wrong and what is left.
    func repair(_ store: ServerStore, _ logDamage: Finding?) throws -> ExitStatus {
        var found = try store.survey()
        found.findings = (logDamage.map { [$0] } ?? []) + found.findings
        guard !found.findings.isEmpty else {
            say({ $0.member("problems", []) }, "all is well\n")
            return .done
        }
        let now = WallClock.milliseconds
        let backup = "\(folder.path)/before-repair-\(now)"
        try store.backup(to: backup)
        let done = try store.repair(from: source())
        let left = try store.survey().findings
        let lost = try keep(done.lostRows, now)
        let sentences = found.findings.map { finding in
            (finding: finding, isLeft: left.contains(finding) || finding.remedy == .none)
        }
        say(
            { answer in
                answer.array("problems") { list in
                    for (finding, isLeft) in sentences {
                        list.object {
                            $0.member("what", finding.sentence)
                            $0.member("remedy", finding.remedy.rawValue)
                            $0.member("left", isLeft)
                        }
                    }
                }
                answer.member("mended", done.isMended)
                answer.member("backup", backup)
                answer.member("lostFile", lost)
            }, words(sentences, done.isMended, backup, lost))
        let isLeft = sentences.contains(where: \.isLeft) || !left.isEmpty
        return isLeft ? .problemsFound : .done
    }

    private func words(
        _ sentences: [(finding: Finding, isLeft: Bool)], _ isMended: Bool, _ backup: String,
        _ lost: String?
    ) -> String {
        var text = ""
        for (finding, isLeft) in sentences {
            text += "\(isLeft ? "left  " : "mended") \(TerminalSafe.line(finding.sentence))\n"
        }
        text += "the store as it was: \(TerminalSafe.line(backup))\n"
        if let lost { text += "what nothing gives back: \(TerminalSafe.line(lost))\n" }
        if !isMended {
            text +=
                "nothing was changed: what is gone has to come from a backup or a device's "
                + "store: --from DIR\n"
        } else if sentences.contains(where: { $0.isLeft && $0.finding.remedy == .copy }) {
            text += "what is left may be in a backup or in a device's store: --from DIR\n"
        }
        return text
    }

    private func keep(_ rows: [String], _ now: UInt64) throws -> String? {
        guard !rows.isEmpty else { return nil }
        let path = "\(folder.path)/lost-\(now).jsonl"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        defer { close(file) }
        let octets = Array((rows.joined(separator: "\n") + "\n").utf8)
        guard file >= 0, write(file, octets, octets.count) == octets.count, fsync(file) == 0 else {
            throw CommandFailure(
                .storeUnavailable,
                "the store was mended, but \(path) could not be written; what nothing gives back "
                    + "is in the backup beside it")
        }
        return path
    }

    /// What `--from` names: a server's folder or a device's store.
    private func source() throws -> ServerSource {
        guard let path = command.value("from") else { return .none }
        if access(path + "/server.db", R_OK) == 0 {
            return try DataFolder(path: path).openExisting().source()
        }
        guard ClientStore.exists(path) else {
            throw CommandFailure(
                .notFound, "there is neither a backup nor a device's store in \(path)")
        }
        return ServerSource(client: path, hashing: BLAKE2b())
    }
}

extension Finding {
    /// The finding as one sentence with its place.
    var sentence: String {
        var sentence = what
        if let table { sentence += ": row (\(row ?? "?")) of \(table)" }
        if let set { sentence += ", set \(Alphabet.hex.text(set.octets.octets))" }
        if let entity { sentence += ", note \(Alphabet.letters.text(entity.octets.octets))" }
        return sentence
    }
}
