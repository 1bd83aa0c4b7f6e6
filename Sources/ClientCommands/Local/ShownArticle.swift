import AnnotationModel
import CRDT
import CivilTime
import CommandLine
import JSON
import Octets
import Replication
import Storage
import TextAnchoring
import WireFormat

/// An article, as `postil show` tells it.
struct ShownArticle: ShownThing {
    /// One version with the name of who brought it.
    private struct Version {
        let version: ArticleView.Version
        let author: String

        /// Milliseconds since 1970; 0 if unknown.
        var time: UInt64 { version.stamp.milliseconds }
    }

    let row: EntityRow
    private let view: ArticleView
    private let setName: String
    private let notes: Int
    private let versions: [Version]

    init(_ view: ArticleView, _ workspace: Workspace) throws {
        guard let row = try workspace.transaction.entity(EntityID(view.id)) else {
            throw CommandFailure(.notFound, "there is nothing under \(view.id.text)")
        }
        self.row = row
        self.view = view
        setName = try workspace.name(of: view.set)
        notes = try workspace.transaction.count(
            EntityQuery(article: view.id, kind: .annotations))
        let copy = try workspace.copy(of: view.set)
        versions = try view.versions.map {
            Version(version: $0, author: try workspace.name(of: $0.author, in: copy))
        }
    }

    func text(width: Int, _ workspace: Workspace) throws -> String {
        var rows: [(String, String)] = [
            ("id", view.id.text), ("what", "article"), ("title", view.title),
        ]
        if let url = view.url { rows.append(("address", url)) }
        rows.append(("set", setName))
        let short = try workspace.short(view.id)
        rows.append(("notes", notes == 0 ? "none" : "\(notes)   postil list doc:\(short)"))
        rows.append(("text", try state(of: short)))
        if !view.conflicts.isEmpty {
            rows.append(("merged", view.conflicts.map(\.label).joined(separator: ", ")))
        }
        if !view.isAlive { rows.append(("state", "deleted")) }
        if view.isUnsynced { rows.append(("sync", "not sent yet")) }
        return FieldRows.text(rows, width: width) + FieldRows.line("versions", lines) + "\n"
    }

    private func state(of short: String) throws -> String {
        if view.isQuoteOnly { return "only quotes are here: postil add FILE --for \(short)" }
        guard let text = try view.text() else { return "not fetched yet: postil sync" }
        return Counted.text(text.codePoints, "character")
    }

    /// The versions, the newest first.
    private var lines: [String] {
        versions.reversed().map { version in
            let payload = version.version.payload
            let kind =
                payload.text.count == 0
                ? "quotes only"
                : "\(Self.name(payload.format)), \(Counted.text(payload.source.count, "octet"))"
            let hash = payload.text.count == 0 ? "" : "  " + payload.text.hash.hex.prefix(12)
            return "\(Moment.text(version.time))  \(TerminalSafe.line(version.author))  "
                + kind + hash
        }
    }

    private static func name(_ format: ArticlePayload.Format) -> String {
        switch format {
        case .plain: "plain"
        case .markdown: "markdown"
        }
    }

    func write(to writer: inout JSONWriter) {
        view.write(to: &writer, setName: setName, notes: notes)
        writer.array("texts") { list in
            for version in versions.reversed() {
                list.object {
                    $0.member("version", version.version.payload.text.hash.hex)
                    $0.member("added", Moment.json(version.time))
                    $0.member("by", version.author)
                    $0.member("format", Self.name(version.version.payload.format))
                }
            }
        }
    }
}
