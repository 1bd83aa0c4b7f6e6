/// An author's side of a text: from two texts to runs, and from runs to a text.
public enum TextEdit {
    /// The text that the runs make of `text`, one after the other; whatever reaches beyond it is
    /// clamped.
    public static func apply(_ runs: [TextRun], to text: String) -> String {
        var buffer = GapBuffer(text.codePoints, filler: 0)
        for run in runs {
            buffer.replace(
                at: run.position, deleted: run.deleted, with: run.inserted.codePoints[...])
        }
        return String(codePoints: buffer.elements)
    }

    /// The runs that make `new` of `shown`, from left to right, not touching each other; none if
    /// the code points are the same.
    ///
    /// Words are compared, and clusters inside a changed word. Meant to leave to a concurrent
    /// author what this one did not change; texts with very many differences are replaced in one
    /// run.
    public static func runs(from shown: String, to new: String) -> [TextRun] {
        let old = TextPieces(shown)
        let new = TextPieces(new)
        var runs: [TextRun] = []
        var shift = 0
        for hunk in hunks(from: old, to: new) {
            let typed = new.codePoints(ofClusters: hunk.new)
            let start = old.clusters[hunk.old.lowerBound]
            let deleted = old.clusters[hunk.old.upperBound] - start
            runs.append(
                TextRun(
                    position: start + shift, deleted: deleted,
                    inserted: String(codePoints: typed)))
            shift += typed.count - deleted
        }
        return runs
    }
}
