import AnnotationModel
import CRDT
import CommandLine
import JSON
import Octets
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// An annotation as a person sees it: the shown value of every register, and where it sits.
struct AnnotationView {
    let id: AnnotationID
    let set: SetID
    let setName: String
    let article: ArticleID?
    let parent: AnnotationID?
    let creator: String
    let creatorID: AccountID
    let created: UInt64
    let modified: UInt64
    let text: String
    let textWasEdited: Bool
    /// Where it was attached first: the quote that is kept for ever.
    let original: AnchorPayload?
    /// Where it is attached now.
    let anchor: AnchorPayload?
    let outcome: AnchorOutcome?
    let tags: [String]
    let colour: String
    let isClosed: Bool
    let isAlive: Bool
    let isUnsynced: Bool
    let conflicts: [OpKind]
    /// How many living replies it has.
    let replies: Int
    let source: String?
    /// Where it comes from; nil if it was made here.
    let origin: OriginPayload?

    /// Why it exists, in W3C words.
    var motivation: Motivation {
        if parent != nil { return .replying }
        return text.isEmpty && anchor != nil ? .highlighting : .commenting
    }

    var idText: String { id.text }

    init(_ row: EntityRow, _ workspace: Workspace, _ articles: inout ArticleCache) throws {
        guard let creation = row.state.creation else {
            throw CommandFailure(.notFound, "there is nothing under \(row.id.octets.hex)")
        }
        let copy = try workspace.copy(of: row.set)
        id = AnnotationID(row.id.octets)
        set = row.set
        setName = try workspace.name(of: row.set)
        article = creation.article
        parent = creation.parent.map { AnnotationID($0.octets) }
        if case .origin(let payload)? = Registers.shown(.origin, row.state) {
            origin = payload
        } else {
            origin = nil
        }
        let author = try workspace.name(of: creation.author, in: copy)
        creator = origin.flatMap { $0.creator.isEmpty ? nil : $0.creator } ?? author
        creatorID = creation.author
        created = creation.stamp.milliseconds
        modified =
            row.state.live.map(\.stamp.milliseconds).max().map {
                max($0, creation.stamp.milliseconds)
            }
            ?? creation.stamp.milliseconds
        text = try row.text?.text ?? workspace.replica.text(of: row.id, in: copy).text
        textWasEdited = row.state.live.contains { $0.kind == .text }
        if case .annotation(_, let anchor)? = try? Payload.decode(
            creation.payload, of: creation.kind)
        {
            original = anchor
        } else {
            original = nil
        }
        let registers = Registers(row.state)
        anchor = registers.anchor ?? original
        tags = registers.tags
        colour = registers.colour ?? (original == nil ? "" : Colour.yellow.rawValue)
        isClosed = registers.isClosed
        conflicts = registers.conflicts
        isAlive = row.isAlive && row.articleIsAlive
        isUnsynced = row.isUnsynced
        replies = try workspace.transaction.count(EntityQuery(parent: row.id, kind: .annotations))
        let shown = try article.flatMap { try articles.article($0, in: row.set, workspace) }
        source = shown?.url
        outcome = try anchor.flatMap { try shown?.outcome(of: $0) }
    }

    /// Writes the members of the annotation's JSON object (`postil help json`).
    func write(to writer: inout JSONWriter) {
        writer.member("id", idText)
        writer.member("doc", article?.text)
        writer.member("motivation", motivation.rawValue)
        writer.member("created", Moment.json(created))
        writer.member("modified", Moment.json(modified))
        writer.object("creator") {
            $0.member("id", creatorID == .none ? nil : creatorID.octets.hex)
            $0.member("name", creator)
        }
        writeAnchor(to: &writer)
        writer.object("body") {
            $0.member("value", text)
            $0.member("format", "text/markdown")
        }
        writer.member("tags", tags)
        writer.member("color", colour.isEmpty ? nil : colour)
        writer.member("status", isClosed ? "closed" : "open")
        writer.member("set", setName)
        writer.member("replies", replies)
        writer.member("parent", parent?.text)
        writer.member("deleted", !isAlive)
        writer.member("unsynced", isUnsynced)
        writer.member("conflicts", conflicts.map(\.label))
        writer.member("source", source)
        if let origin {
            writer.object("origin") {
                $0.member("format", origin.format)
                $0.member("id", origin.key)
                $0.member("creator", origin.creator.isEmpty ? nil : origin.creator)
            }
        }
    }

    private func writeAnchor(to writer: inout JSONWriter) {
        guard let anchor else {
            for name in ["quote", "position", "anchor"] { writer.member(name, String?.none) }
            return
        }
        writer.object("quote") {
            $0.member("exact", original?.exact ?? anchor.exact)
            $0.member("prefix", anchor.prefix)
            $0.member("suffix", anchor.suffix)
        }
        let range = outcome?.range ?? anchor.start..<anchor.end
        writer.object("position") {
            $0.member("start", range.lowerBound)
            $0.member("end", range.upperBound)
            $0.member("unit", "codepoint")
        }
        writer.object("anchor") {
            $0.member("state", outcome?.state.rawValue ?? "waiting")
            $0.member("score", outcome?.score ?? 0)
            $0.member("version", anchor.version.hex)
        }
    }
}

extension OpKind {
    /// What a person calls the register.
    var label: String {
        switch register {
        case .text: "text"
        case .colour: "colour"
        case .status: "status"
        case .title: "title"
        case .reattach: "place"
        case .setName: "name"
        case .tag, .untag: "tag"
        case .origin: "origin"
        case .delete, .revive, .deleteArticle, .reviveArticle: "life"
        default: "field \(raw)"
        }
    }
}

extension Octets32 {
    /// The octets in hex.
    var hex: String { Alphabet.hex.text(octets) }
}
