import CRDT
import WireFormat

extension Author {
    /// Holds the words of an anchor to what a reader takes (Protocol/04-wire-format.md, 2).
    func check(_ anchor: AnchorPayload) throws(AuthoringFailure) {
        let short = WireLimits.shortTextOctetsMax
        let context = WireLimits.nameOctetsMax * 2
        let limits = [
            (anchor.exact, short), (anchor.heading, short), (anchor.prefix, context),
            (anchor.suffix, context),
        ]
        for (words, limit) in limits where words.utf8.count > limit { throw .tooLong(limit: limit) }
    }

    /// The runs as a payload holds them; in place of more than it may hold, one that does the same
    /// to `text`.
    static func bounded(_ runs: [TextRun], over text: () -> String) -> [Payload.Run] {
        if runs.count > WireLimits.runsMax {
            let text = text()
            return [oneRun(from: text, to: TextEdit.apply(runs, to: text))]
        }
        return runs.map {
            Payload.Run(position: $0.position, deleted: $0.deleted, inserted: $0.inserted)
        }
    }

    /// The one run that makes `new` of `old`: all between the equal beginnings and ends; positions
    /// are code points.
    static func oneRun(from old: String, to new: String) -> Payload.Run {
        let old = Array(old.unicodeScalars)
        let new = Array(new.unicodeScalars)
        let shorter = min(old.count, new.count)
        var start = 0
        while start < shorter, old[start] == new[start] { start += 1 }
        var end = 0
        while end < shorter - start, old[old.count - 1 - end] == new[new.count - 1 - end] {
            end += 1
        }
        var inserted = String.UnicodeScalarView()
        inserted.append(contentsOf: new[start..<(new.count - end)])
        return Payload.Run(
            position: start, deleted: old.count - end - start, inserted: String(inserted))
    }
}
