public import AnnotationModel

/// What was found when a store was read as a whole and worked out anew beside itself.
public struct StoreSurvey: Sendable {
    /// What is wrong; nothing if all is well.
    public internal(set) var findings: [Finding] = []
    /// Records that are wanted from the server, by set.
    public internal(set) var missingRecords: [SetID: [UInt64]] = [:]
    /// Sets of which the membership log is wanted from the server.
    public internal(set) var missingMembers: [SetID] = []
    /// Rows that nothing gives back, a JSON object a line, to be kept beside the store.
    public internal(set) var lostRows: [String] = []
    /// Sets that were rolled back to an earlier place of their log; a sync reads the rest again.
    public internal(set) var rolledBack: [SetID] = []
    /// Whether the store goes on under a new identity.
    public internal(set) var hasNewIdentity = false
    /// Words that were taken into the drawer.
    public internal(set) var shelved = 0
}
