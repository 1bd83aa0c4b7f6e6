import CRDT
import Replication
import WireFormat

/// Two texts, parted by the first octet 0xFF: the edit between them makes one of the other.
enum EditTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        let middle = octets.firstIndex(of: 0xFF) ?? octets.count / 2
        let old = String(decoding: octets[..<middle], as: UTF8.self)
        let new = String(decoding: octets[middle...].drop { $0 == 0xFF }, as: UTF8.self)
        try check(old, new)
        try check(new, old)
        try require(TextEdit.runs(from: old, to: old).isEmpty, "the same text needs no edit")
    }

    private static func check(_ old: String, _ new: String) throws(FuzzFailure) {
        let runs = TextEdit.runs(from: old, to: new)
        try require(
            TextEdit.apply(runs, to: old).unicodeScalars.elementsEqual(new.unicodeScalars),
            "the edit makes the new text of the old")
        var end = -1
        for run in runs {
            try require(
                run.position > end && (run.deleted > 0 || !run.inserted.isEmpty),
                "runs go from left to right, do not touch, and do something")
            end = run.position + run.inserted.unicodeScalars.count
        }
        // No text of an op holds NUL, so no edit of it does.
        guard !new.utf8.contains(0), runs.count <= WireLimits.runsMax else { return }
        let payload = Payload.runs(
            runs.map {
                Payload.Run(position: $0.position, deleted: $0.deleted, inserted: $0.inserted)
            })
        try require(
            (try? Payload.decode(payload.encoded(), of: .text)) == payload
                || new.utf8.count > WireLimits.textOctetsMax,
            "an edit can be sent")
    }
}
