import Access
import CommandLine
import HTTPMessage
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// Turns what modules throw into what a person reads: what was tried, what is safe, what to type
/// next.
enum Failures {
    /// What is told of an error.
    ///
    /// - Parameters:
    ///   - folder: the store's.
    ///   - again: the command line that was typed, where it can be pasted.
    static func failure(_ error: any Error, folder: String, again: String?) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: failure
        case let usage as UsageError: usage.failure
        case let error as StoreError: store(error, folder, again)
        case let error as AuthoringFailure: authoring(error)
        case let error as ExtractionError:
            CommandFailure(.failed, code: "unreadable-source", error.message)
        case let error as TransportError: transport(error)
        case let error as DecodingFailure:
            CommandFailure(
                .storeDamaged, code: "damaged", "a row of the store in \(folder) cannot be read",
                evidence: ["the reader says: \(error.rawValue)"],
                hints: ["keep the folder as it is, and restore a backup"])
        default:
            CommandFailure(
                .failed, code: "unexpected", "something unforeseen happened: \(error)",
                evidence: ["this is a fault of the program: please report it"],
                hints: ["see whether the store is whole: postil doctor"])
        }
    }

    private static func store(
        _ error: StoreError, _ folder: String, _ again: String?
    ) -> CommandFailure {
        let place = ShellWords.quoted(folder)
        let doctor = "see what is wrong: postil --store \(place) doctor"
        let look = "look at it: \(Pasteable.look(at: folder))"
        let kept = "all that was acknowledged is kept"
        let (status, evidence, hint): (ExitStatus, String, String) =
            switch error.code {
            case .busy: (.storeUnavailable, kept, again ?? "try the same again in a moment")
            case .full: (.storeUnavailable, kept, "see how full it is: df -h \(place)")
            case .readOnly: (.storeUnavailable, kept, "see who may write it: ls -ld \(place)")
            case .tooNew:
                (
                    .versionMismatch, "nothing was changed",
                    "see what this program is: postil version"
                )
            case .notAStore: (.storeDamaged, "nothing was changed", look)
            case .damaged, .brokenInvariant: (.storeDamaged, "keep the folder as it is", doctor)
            case .missing: (.notFound, "nothing was changed", look)
            case .io: (.failed, "the last change may not have been kept", doctor)
            }
        return CommandFailure(
            status, code: "\(error.code)", error.message, evidence: [evidence], hints: [hint])
    }

    private static func authoring(_ error: AuthoringFailure) -> CommandFailure {
        switch error {
        case .notAllowed(let action, let role):
            let least = Policy.leastRole(for: action).name
            let mine = role.map { "your role in it is \($0.name)" } ?? "you are no member of it"
            return CommandFailure(
                .notAllowed, code: "not-allowed",
                "this needs the role \(least) in the set, and \(mine)",
                hints: ["ask an owner of the set: postil set members SET"])
        case .removed:
            return CommandFailure(
                .notAllowed, code: "removed", "you are no member of this set any more",
                hints: ["postil status"])
        case .notFound:
            return CommandFailure(
                .notFound, code: "not-found", "there is no such thing in the set",
                hints: ["postil list"])
        case .tooLong(let limit):
            return CommandFailure(
                .failed, code: "too-long", "the text is longer than \(limit) octets of UTF-8",
                evidence: ["nothing was written"], hints: ["make it shorter, or two of it"])
        case .holdsNUL:
            return CommandFailure(
                .failed, code: "nul", "the text holds a NUL character, which no text may",
                evidence: ["nothing was written"], hints: ["take it out, then try again"])
        case .tooMuch:
            return CommandFailure(
                .failed, code: "too-much", "more notes lie on it than one deletion can name",
                evidence: ["nothing was deleted"], hints: ["delete some of them first: postil list"]
            )
        }
    }

    static func transport(_ error: TransportError) -> CommandFailure {
        CommandFailure(
            .network, code: "network", error.message,
            evidence: ["what you wrote is safe in this store and will be sent next time"],
            hints: ["try again: postil sync"])
    }
}
