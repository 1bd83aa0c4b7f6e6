import AnnotationModel
import CommandLine
import JSON
import Octets
import Storage

extension Administration {
    private static let keepUsually = 1_000

    /// Cuts the logs as far as a backup holds them, which is read as a whole before.
    func compact() throws {
        let keep = try keptCount()
        let store = try folder.openExisting()
        let target = command.argument("DIR") ?? ""
        let isNew = DataFolder(path: target).isEmpty
        if isNew { try store.backup(to: target) }
        let backup = try DataFolder(path: target).openExisting()
        // What an earlier try has left in the folder says nothing of the backup.
        let problems = try backup.survey().findings.filter { $0.remedy != .tidy }.map(\.sentence)
        guard problems.isEmpty else {
            throw CommandFailure(
                .problemsFound, "the backup in \(target) is damaged, so nothing was cut",
                evidence: problems)
        }
        guard backup.serverSeed == store.serverSeed else {
            throw CommandFailure(
                .refusedForSafety, "the backup in \(target) is another server's",
                hints: ["name a new folder, and a backup is made there"])
        }
        let sets = try store.cutLogs(below: backup, keep: keep)
        tell(sets, isNew ? target : nil)
    }

    private func keptCount() throws -> Int {
        guard let typed = command.value("keep") else { return Self.keepUsually }
        guard let keep = Int(typed), keep >= 0 else {
            throw CommandFailure(.usage, "--keep takes a number of records, such as 1000")
        }
        return keep
    }

    private func tell(_ sets: [ServerStore.CutSet], _ backup: String?) {
        let moved = sets.reduce(0) { $0 + Int(clamping: $1.now - $1.before) }
        say(
            { answer in
                answer.member("backup", backup)
                answer.member("records", moved)
                answer.array("sets") { list in
                    for set in sets {
                        list.object {
                            $0.member("id", Alphabet.hex.text(set.set.octets.octets))
                            $0.member("before", Int(clamping: set.before))
                            $0.member("now", Int(clamping: set.now))
                            $0.member("isOfAnotherLog", set.isOfAnotherLog)
                        }
                    }
                }
            }, words(sets, backup, moved))
    }

    private func words(
        _ sets: [ServerStore.CutSet], _ backup: String?, _ moved: Int
    ) -> String {
        var text = backup.map { "backup written to \(TerminalSafe.line($0)) and read back\n" } ?? ""
        for set in sets where set.now > set.before || set.isOfAnotherLog {
            let id = Alphabet.hex.text(set.set.octets.octets)
            text +=
                set.isOfAnotherLog
                ? "\(id)  not cut: the backup does not hold its log\n"
                : "\(id)  cut up to record \(set.now)\n"
        }
        let noun = moved == 1 ? "record" : "records"
        return text + (moved == 0 ? "nothing to cut\n" : "cut \(moved) \(noun)\n")
    }
}
