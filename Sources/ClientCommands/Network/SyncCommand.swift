import AnnotationModel
import CommandLine
import JSON
import Storage
import SyncEngine

/// `postil sync`: brings this store and the server to the same state.
enum SyncCommand {
    static func run(_ session: Session) throws -> Reply {
        let only = try session.command.value("set").map { name in
            try session.read { try $0.set(named: name) }
        }
        if session.command.has("dry-run") { return try preview(session, only) }
        let client = try ServerClient(session)
        let outcome = try SyncDriver.run(session, client, only: only)
        if let failure = outcome.failure { throw try complete(failure, outcome, session) }
        let words = try session.read { try SyncWords(outcome, client.address, $0) }
        return Reply(text: words.text, status: words.status) { words.write(to: &$0) }
    }

    /// The failure with what is safe, and what was done before it.
    static func complete(
        _ failure: CommandFailure, _ outcome: SyncOutcome, _ session: Session
    ) throws -> CommandFailure {
        let waiting = try session.read { try $0.transaction.unsyncedCount() }
        var evidence = failure.evidence.filter { $0 != ServerClient.isSafe }
        evidence += outcome.doneBefore
        let verb = waiting == 1 ? "is" : "are"
        evidence.append(
            waiting == 0
                ? "nothing of yours waits to be sent"
                : "\(Counted.text(waiting, "change")) of yours \(verb) safe here "
                    + "and will be sent next time")
        return CommandFailure(
            failure.status, code: failure.code, failure.what, evidence: evidence,
            hints: failure.hints)
    }

    private static func preview(_ session: Session, _ only: SetID?) throws -> Reply {
        let preview = try session.read { try SyncPreview(only, $0) }
        return Reply(text: preview.text(width: session.console.columns)) {
            preview.write(to: &$0)
        }
    }
}

/// Numbers with their nouns.
enum Counted {
    static func text(_ count: Int, _ noun: String, _ nouns: String? = nil) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(nouns ?? noun + "s")"
    }
}
