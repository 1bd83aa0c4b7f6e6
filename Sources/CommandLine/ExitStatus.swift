/// How a command ended, as the program's exit status says it to scripts.
///
/// The numbers are a promise: more may be added, none changes its meaning.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Done; merges and conflicts are part of being done.
    case done = 0
    /// Failed in a way that no other status names.
    case failed = 1
    /// The command line was not understood.
    case usage = 2
    /// The article, annotation, set or quote is not there.
    case notFound = 3
    /// A log-in is needed, or the person may not do this.
    case notAllowed = 4
    /// The network or the server did not answer; the same call may work later.
    case network = 5
    /// Some of it was done, some of it refused.
    case partly = 6
    /// A person has to choose: an ambiguous quote, id or name, or a question nobody could answer.
    case decisionNeeded = 7
    /// Refused because it could destroy something; a flag says that it is meant.
    case refusedForSafety = 8
    /// The store is busy, full or not writable.
    case storeUnavailable = 9
    /// The store or a backup is damaged.
    case storeDamaged = 10
    /// The versions of two parties do not fit; nothing was sent.
    case versionMismatch = 11
    /// A check ran to its end and found problems.
    case problemsFound = 12
    /// Stopped by the person or by the system, with the store consistent.
    case interrupted = 130
}
