import AnnotationModel
import CommandLine
import SyncEngine

/// What one run of the sync did, whether it came to its end or not.
struct SyncOutcome {
    /// What the answers did, added up.
    var report = SyncReport()
    /// What became of the blobs.
    var blobs = BlobCourier.Tally()
    /// Why the run ended early; nil if it came to its end.
    var failure: CommandFailure?
    /// What was done about sets of which the server had another content.
    var repairs: [ContentRepair.Result] = []
    /// Requests that were answered.
    var rounds = 0

    /// Whether nothing came, went or changed.
    var isQuiet: Bool {
        report.sent == 0 && report.received == 0 && report.merged.isEmpty && report.refused.isEmpty
            && report.stopped.isEmpty && report.joined.isEmpty && !report.hasNewIdentity
            && !report.hasMoved && blobs.sent == 0 && blobs.received == 0
    }

    /// What was done before the run ended early, as evidence for its failure; empty if that is
    /// nothing.
    var doneBefore: [String] {
        var lines: [String] = []
        if report.sent > 0 || report.received > 0 {
            lines.append(
                "before that it sent \(report.sent) and received \(report.received) changes")
        }
        if blobs.sent > 0 || blobs.received > 0 {
            lines.append("before that it sent \(blobs.sent) and fetched \(blobs.received) texts")
        }
        if !report.merged.isEmpty { lines.append("merges are listed by: postil merges") }
        if !report.refused.isEmpty { lines.append("refused changes are listed by: postil drawer") }
        return lines
    }
}
