/// What was found when a server's store was read as a whole and worked out anew beside itself.
public struct ServerSurvey: Sendable {
    /// What is wrong; nothing if all is well.
    public var findings: [Finding] = []
    /// Rows that nothing gives back, a JSON object a line, to be kept beside the store.
    public internal(set) var lostRows: [String] = []
    /// Whether what can be mended was mended, where that was asked for.
    public internal(set) var isMended = false
}
