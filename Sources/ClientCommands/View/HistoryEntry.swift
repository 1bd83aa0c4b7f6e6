import AnnotationModel
import CRDT
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine
import WireFormat

/// One change in the history of an annotation.
struct HistoryEntry {
    let when: UInt64
    let who: String
    let kind: OpKind
    let what: String
    let before: String?
    let after: String?
    let verdict: Verdict

    /// All changes of an annotation, each after those it follows, otherwise by time
    /// (Protocol/03-replication.md, 6).
    static func entries(of row: EntityRow, _ workspace: Workspace) throws -> [HistoryEntry] {
        let copy = try workspace.copy(of: row.set)
        let history = TextHistory(try workspace.replica.textOps(of: row.id, in: copy))
        var seen: Set<Identity> = []
        return try copy.ops(of: row.id).filter { seen.insert($0.identity).inserted }.map { op in
            try HistoryEntry(op, history, copy, workspace)
        }
    }

    init(
        _ op: PlacedOp, _ history: TextHistory, _ copy: any CopyStore, _ workspace: Workspace
    ) throws {
        when = op.op.stamp.milliseconds
        who = try workspace.name(of: op.author, in: copy)
        kind = op.op.kind
        verdict = op.verdict
        let named = try op.op.names.compactMap { try copy.op(at: $0) }
        if kind.isText {
            let isKnown = !op.verdict.isRefusal
            before =
                isKnown && !kind.creates ? history.text(at: named.map(\.identity)) : nil
            after = isKnown ? history.text(at: [op.identity]) : nil
        } else {
            let words = named.compactMap { OpWords.value($0) }
            var seen: Set<[UInt8]> = []
            let former = words.filter { seen.insert(Array($0.utf8)).inserted }
            before = former.isEmpty || kind == .tag ? nil : former.joined(separator: ", ")
            after = OpWords.value(op)
        }
        what = OpWords.verb(op)
    }

    // MARK: Text

    /// The lines of one entry, the first with when, who and what.
    func lines(width: Int, isColoured: Bool, now: UInt64) -> [String] {
        let ago = when == 0 ? "" : "\(Moment.ago(when, now: now))  "
        var head = "\(Moment.text(when))  \(ago)\(TerminalSafe.line(who))  \(what)"
        if verdict.isRefusal { head += "  (refused)" }
        if verdict == .pending { head += "  (not sent yet)" }
        return TextWidth.wrap(head, width) + change(width - 4, isColoured).map { "    " + $0 }
    }

    private func change(_ width: Int, _ isColoured: Bool) -> [String] {
        if kind.isText, let after {
            if let before {
                return WordDiff(from: before, to: after).lines(width, isColoured: isColoured)
            }
            return after.isEmpty ? [] : TextWidth.wrap(TerminalSafe.text(after), width)
        }
        let former = before.map { $0.isEmpty ? "(none)" : $0 }
        let latter = after.map { $0.isEmpty ? "(none)" : $0 }
        let sides = [former, latter].compactMap { $0 }.map { OneLine.text($0) }
        return sides.isEmpty || kind == .status
            ? [] : TextWidth.wrap(sides.joined(separator: " → "), width)
    }

    // MARK: JSON

    func write(to writer: inout JSONWriter) {
        writer.member("time", Moment.json(when))
        writer.member("by", who)
        writer.member("what", what)
        writer.member("field", kind.register.label)
        writer.member("before", before)
        writer.member("after", after)
        if kind.isText, let before, let after {
            writer.member("diff", WordDiff(from: before, to: after).text)
        }
        writer.member("refused", verdict.isRefusal)
        writer.member("unsynced", verdict == .pending)
    }
}
