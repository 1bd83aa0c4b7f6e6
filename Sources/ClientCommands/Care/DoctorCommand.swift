import CommandLine
import Storage

/// `postil doctor`: looks whether the store is what was written, and mends what can be mended.
enum DoctorCommand {
    static func run(_ session: Session) throws -> Reply {
        guard session.hasStore else {
            throw CommandFailure(
                .notFound, code: "no-store", "there is no store in \(session.folder)",
                hints: ["postil add FILE"])
        }
        var visit = DoctorVisit(session)
        do {
            try visit.look()
        } catch let error as StoreError where [.damaged, .notAStore].contains(error.code) {
            throw unreadable(error, session)
        }
        if session.command.has("repair") { try visit.mend() }
        let words = DoctorWords(visit)
        return Reply(text: words.text, status: visit.status) { words.write(to: &$0) }
    }

    /// A store that cannot even be read: what else there is to go on from.
    private static func unreadable(_ error: StoreError, _ session: Session) -> CommandFailure {
        var hints: [String] = []
        let folder = session.folder
        if let backup = StoreSurroundings(session).newestBackup {
            hints.append(
                "move store.db and store.db-wal away, then: "
                    + "cp \(ShellWords.quoted(backup)) \(ShellWords.quoted(folder + "/store.db"))")
        }
        hints.append("what was synced is on the server: postil login URL --invite CODE --store DIR")
        return CommandFailure(
            .storeDamaged, code: "unreadable-store",
            "the store in \(folder) cannot be read, and not be mended by this program",
            evidence: [error.cause.map { "\($0)" } ?? error.message, "keep the folder as it is"],
            hints: hints)
    }
}
