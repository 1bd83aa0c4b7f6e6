public import AnnotationModel
public import WireFormat

/// What was found when a store was read as a whole and worked out anew beside itself.
public struct StoreSurvey: Sendable {
    /// What is wrong; nothing if all is well.
    public internal(set) var findings: [Finding] = []
    /// Records that are wanted from the server, by set.
    public internal(set) var missingRecords: [SetID: [UInt64]] = [:]
    /// Sets of which the membership log is wanted from the server.
    public internal(set) var missingMembers: [SetID] = []
    /// Where the logs of those sets end, by set.
    public internal(set) var positions: [SetID: LogPosition] = [:]
    /// Sets of which the log lacks something: they were left as they are.
    public internal(set) var left: Set<SetID> = []
    /// Rows that nothing gives back, a JSON object a line, to be kept beside the store.
    public internal(set) var lostRows: [String] = []
    /// Sets that were rolled back to an earlier place of their log; a sync reads the rest again.
    public internal(set) var rolledBack: [SetID] = []
    /// Whether the store goes on under a new identity.
    public internal(set) var hasNewIdentity = false
    /// Whether the device's key or its token is lost, so that only a new log-in lets it sync.
    public internal(set) var needsLogin = false
    /// Whether anything was mended, where that was asked for.
    public internal(set) var isMended = false
    /// Words that were taken into the drawer.
    public internal(set) var shelved = 0
}
