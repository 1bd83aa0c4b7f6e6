import CommandLine
import Formats
import JSON

/// What an import says of one file.
struct ImportReport {
    /// How many records that were left out are told one by one.
    private static let badMax = 20

    let name: String
    let format: ExchangeFormat
    let tally: ImportTally
    let isDry: Bool

    /// The lines for a person.
    var text: String {
        var lines = [
            "\(format.title): \(TerminalSafe.line(name)), \(Self.counted(tally.records, "record"))"
        ]
        for (count, words) in made + left where count > 0 {
            lines.append(Self.right("\(count)") + "  " + words)
        }
        for skip in tally.skipped {
            lines.append(Self.right("\(skip.count)") + "  skipped: " + skip.what)
        }
        lines += bad
        lines.append(end)
        return lines.joined(separator: "\n") + "\n"
    }

    private var made: [(Int, String)] {
        let works = Self.counted(tally.texts + tally.articles + tally.quoteOnly, "article")
        return [
            (tally.texts, Self.noun(tally.texts, "article", "articles") + " with the text"),
            (
                tally.highlights,
                Self.noun(tally.highlights, "highlight", "highlights") + " on \(works)"
            ),
            (
                tally.pageNotes,
                Self.noun(tally.pageNotes, "note on a whole article", "notes on whole articles")
            ),
            (tally.replies, Self.noun(tally.replies, "answer", "answers")),
            (
                tally.quoteOnly,
                Self.noun(tally.quoteOnly, "article", "articles")
                    + " known by quotes only: postil add FILE --for DOC brings a text"
            ),
            (tally.updated, "changed there since, and changed here now"),
            (tally.revived, "deleted here, and brought back"),
        ]
    }

    private var left: [(Int, String)] {
        [
            (tally.known, "here already, and the same"),
            (tally.editedHere, "changed here since, and left as they are"),
            (tally.deletedHere, "deleted here, and left so: --again brings them back"),
            (tally.shortened, "kept without a part that is too long"),
            (tally.undated, "without a date, for it is not understood: write 2026-01-31"),
        ]
    }

    private var bad: [String] {
        if tally.bad.isEmpty { return [] }
        var lines = [Self.right("\(tally.bad.count)") + "  not taken in:"]
        for bad in tally.bad.prefix(Self.badMax) {
            lines.append("          line \(bad.line): \(TerminalSafe.line(bad.why))")
        }
        if tally.bad.count > Self.badMax {
            lines.append("          and \(tally.bad.count - Self.badMax) more; --json names all")
        }
        return lines
    }

    private var end: String {
        if isDry { return "Nothing was changed (-n)." }
        let isChanged = tally.made + tally.updated + tally.revived > 0
        return isChanged ? "Take it back: postil undo" : "Nothing had to be changed."
    }

    private static func noun(_ count: Int, _ one: String, _ many: String) -> String {
        count == 1 ? one : many
    }

    private static func right(_ text: String) -> String {
        String(repeating: " ", count: max(0, 7 - text.utf8.count)) + text
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// The members of its JSON object.
    func write(to writer: inout JSONWriter) {
        writer.member("file", name)
        writer.member("format", format.rawValue)
        writer.member("dryRun", isDry)
        let counts = [
            ("records", tally.records), ("highlights", tally.highlights),
            ("pageNotes", tally.pageNotes), ("replies", tally.replies),
            ("texts", tally.texts), ("articles", tally.articles),
            ("quoteOnlyArticles", tally.quoteOnly),
            ("updated", tally.updated), ("known", tally.known),
            ("editedHere", tally.editedHere), ("deletedHere", tally.deletedHere),
            ("revived", tally.revived), ("shortened", tally.shortened),
            ("undated", tally.undated),
        ]
        for (name, count) in counts { writer.member(name, count) }
        writer.object("skipped") { object in
            for skip in tally.skipped { object.member(skip.what, skip.count) }
        }
        writer.array("bad") { list in
            for bad in tally.bad {
                list.object {
                    $0.member("line", bad.line)
                    $0.member("why", bad.why)
                }
            }
        }
    }
}
