import AnnotationModel
import CRDT
import CivilTime
import JSON
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// The lines of one set's export.
struct Export {
    private let workspace: Workspace
    private let set: SetID
    private let copy: any CopyStore
    private let withHistory: Bool
    /// The entities that are written; nil is all.
    private let chosen: Set<EntityID>?

    init(
        _ workspace: Workspace, _ set: SetID, withHistory: Bool, only chosen: Set<EntityID>? = nil
    ) throws {
        self.workspace = workspace
        self.chosen = chosen
        self.set = set
        self.withHistory = withHistory
        copy = try workspace.copy(of: set)
    }

    func lines() throws -> [String] {
        var result = [try line { try header(&$0) }]
        let rows = try workspace.transaction.entities(
            EntityQuery(set: set, kind: .all, includeDead: true, order: .id))
        for row in rows
        where row.state.creation != nil && chosen?.contains(row.id) ?? true {
            result.append(try line { try entity(row, &$0) })
        }
        return result
    }

    private func line(_ body: (inout JSONWriter) throws -> Void) throws -> String {
        var writer = JSONWriter()
        var failure: (any Error)?
        writer.object { whole in
            whole.member("v", 1)
            do { try body(&whole) } catch { failure = error }
        }
        if let failure { throw failure }
        return writer.text
    }

    private func header(_ writer: inout JSONWriter) throws {
        let state = try copy.entity(EntityID(set.octets), .shown)
        writer.member("type", "set")
        writer.member("id", set.octets.hex)
        values(state, .setName, "name", &writer)
        if withHistory { try history(EntityID(set.octets), &writer) }
    }

    private func entity(_ row: EntityRow, _ writer: inout JSONWriter) throws {
        guard let creation = row.state.creation else { return }
        let isArticle = creation.kind.opClass == .article
        writer.member(
            "type", isArticle ? "article" : creation.parent == nil ? "annotation" : "reply")
        writer.member(
            "id", isArticle ? ArticleID(row.id.octets).text : AnnotationID(row.id.octets).text)
        writer.member("creator", creation.author == .none ? nil : creation.author.octets.hex)
        if withHistory, creation.author != .none {
            writer.member("creatorName", try workspace.name(of: creation.author, in: copy))
        }
        writer.member(
            "created", UTCTime.text(Int64(clamping: creation.stamp.milliseconds), .milliseconds))
        writer.member("deleted", !row.isAlive)
        if isArticle {
            try article(row, &writer)
        } else {
            annotation(row, creation, try text(row), &writer)
        }
        if withHistory { try history(row.id, &writer) }
    }

    private func text(_ row: EntityRow) throws -> String {
        try row.text?.text ?? workspace.replica.text(of: row.id, in: copy).text
    }

    private func article(_ row: EntityRow, _ writer: inout JSONWriter) throws {
        values(row.state, .title, "title", &writer)
        let versions = row.state.creations.compactMap { creation in
            (try? ArticlePayload(creation.payload)).map { (payload: $0, stamp: creation.stamp) }
        }
        writer.member("url", versions.first?.payload.url)
        var seen: Set<Octets32> = []
        let sorted = versions.sorted { $0.payload.text.hash < $1.payload.text.hash }
            .filter { seen.insert($0.payload.text.hash).inserted }
        let sources = try sorted.map { version in
            withHistory ? try workspace.transaction.blob(version.payload.source.hash) : nil
        }
        writer.array("versions") { list in
            for (version, source) in zip(sorted, sources) {
                list.object {
                    $0.member("text", version.payload.text.hash.hex)
                    $0.member("octets", version.payload.text.count)
                    $0.member(
                        "format", version.payload.format == .markdown ? "markdown" : "plain")
                    guard withHistory else { return }
                    $0.member(
                        "added",
                        UTCTime.text(Int64(clamping: version.stamp.milliseconds), .milliseconds))
                    $0.member("source", source.flatMap { String(validating: $0, as: UTF8.self) })
                }
            }
        }
    }

    private func annotation(
        _ row: EntityRow, _ creation: EntityState.Creation, _ text: String,
        _ writer: inout JSONWriter
    ) {
        writer.member("doc", creation.article?.text)
        writer.member("parent", creation.parent.map { AnnotationID($0.octets).text })
        if case .annotation(_, let anchor?)? = try? Payload.decode(
            creation.payload, of: creation.kind)
        {
            Self.write(anchor, "target", &writer)
        }
        writer.member("body", text)
        let registers = Registers(row.state)
        writer.member("tags", registers.tags)
        values(row.state, .colour, "color", &writer)
        values(row.state, .status, "status", &writer)
        if let place = registers.anchor { Self.write(place, "attached", &writer) }
        if case .origin(let origin)? = Registers.shown(.origin, row.state) {
            Self.write(origin, &writer)
        }
        let unknown = row.state.live.filter {
            (try? Payload.decode($0.payload, of: $0.kind)) ?? nil == nil
        }
        if !unknown.isEmpty {
            writer.array("unknown") { list in
                for value in unknown {
                    list.object {
                        $0.member("kind", Int(value.kind.raw))
                        $0.member("value", Alphabet.hex.text(value.payload))
                    }
                }
            }
        }
    }

    private static func write(_ origin: OriginPayload, _ writer: inout JSONWriter) {
        writer.object("origin") {
            $0.member("format", origin.format)
            $0.member("id", origin.key)
            $0.member("creator", origin.creator.isEmpty ? nil : origin.creator)
            $0.member("workAuthor", origin.workAuthor.isEmpty ? nil : origin.workAuthor)
            $0.member("rest", origin.rest.isEmpty ? nil : origin.rest)
        }
    }

    private static func write(
        _ anchor: AnchorPayload, _ name: String, _ writer: inout JSONWriter
    ) {
        writer.object(name) {
            $0.member("exact", anchor.exact)
            $0.member("prefix", anchor.prefix)
            $0.member("suffix", anchor.suffix)
            $0.member("start", anchor.start)
            $0.member("end", anchor.end)
            $0.member("heading", anchor.heading)
            $0.member("version", anchor.version.hex)
        }
    }

    /// A register's shown value; if others live beside it, those in an array of their own.
    private func values(
        _ state: EntityState?, _ register: OpKind, _ name: String, _ writer: inout JSONWriter
    ) {
        let words = (state?.values(of: register) ?? []).map { value in
            switch try? Payload.decode(value.payload, of: value.kind) {
            case .name(let name)?: name
            case .status(let closed)?: closed ? "closed" : "open"
            case .article(let article)?: article.title
            default: Alphabet.hex.text(value.payload)
            }
        }
        writer.member(name, words.first)
        if words.count > 1 { writer.member(name + "Others", Array(words.dropFirst())) }
    }

    private func history(_ entity: EntityID, _ writer: inout JSONWriter) throws {
        let ops = try copy.ops(of: entity).filter {
            $0.verdict == .accepted || $0.verdict == .pending
        }
        .sorted { ($0.op.stamp, $0.identity) < ($1.op.stamp, $1.identity) }
        writer.array("history") { list in
            for op in ops {
                list.object {
                    $0.member(
                        "dot", "\(op.identity.dot.replica.octets.hex):\(op.identity.dot.counter)")
                    $0.member("kind", Int(op.op.kind.raw))
                    $0.member("by", op.author == .none ? nil : op.author.octets.hex)
                    $0.member(
                        "time",
                        UTCTime.text(Int64(clamping: op.op.stamp.milliseconds), .milliseconds))
                    $0.member("op", Alphabet.hex.text(OpEncoding.encode(op.op)))
                }
            }
        }
    }
}
