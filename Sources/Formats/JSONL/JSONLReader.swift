import CivilTime
import JSON

/// Reads Postil's own export: one JSON object a line (`postil export --to jsonl`).
public enum JSONLReader {
    /// The longest line, in octets: an article whose every octet is escaped.
    private static let lineMax = 64 << 20
    /// Members of a note that are read; what else it says is kept beside it.
    private static let known: Set = [
        "v", "type", "id", "doc", "parent", "body", "tags", "color", "status", "created", "target",
        "attached", "deleted", "creatorName",
    ]

    /// Hands over each article whose source is there, and then each note.
    ///
    /// - Throws: what `take` throws; `FormatError` if no line is one of an export.
    public static func read(
        _ octets: [UInt8], _ take: (ExchangeItem) throws -> Void
    ) throws {
        var reader = Reader()
        // Lines are ordered by id, so that notes may come before the article that they are on.
        try forEachLine(octets) { try reader.learn($0, $1, take) }
        if !reader.hasAny { throw FormatError("it is no export of postil") }
        try forEachLine(octets) { try reader.read($0, $1, take) }
    }

    private static func forEachLine(
        _ octets: [UInt8], _ body: ([UInt8], Int) throws -> Void
    ) rethrows {
        var start = octets.startIndex
        var number = 0
        while start < octets.endIndex {
            let end = octets[start...].firstIndex(of: 0x0A) ?? octets.endIndex
            number += 1
            if octets[start..<end].contains(where: { $0 > 0x20 }) {
                try body(Array(octets[start..<end]), number)
            }
            start = min(end + 1, octets.endIndex)
        }
    }

    private struct Reader {
        var hasAny = false
        private var set: String?
        private var works: [String: ExchangeWork] = [:]

        /// Keeps what notes of other lines refer to, and hands over articles.
        mutating func learn(
            _ line: [UInt8], _ number: Int, _ take: (ExchangeItem) throws -> Void
        ) throws {
            if hasAny, Self.isNote(line) { return }
            guard let value = try? parse(line), let type = value["type"]?.string else { return }
            hasAny = hasAny || ["set", "article", "annotation", "reply"].contains(type)
            if type == "set" { set = value["name"]?.string }
            guard type == "article", let id = value["id"]?.string else { return }
            let work = ExchangeWork(
                title: value["title"]?.string ?? "", url: value["url"]?.string, id: id)
            works[id] = work
            if value["deleted"]?.bool == true { return }
            let versions = (value["versions"]?.array ?? []).enumerated().sorted {
                (Self.added($0.element), $0.offset) < (Self.added($1.element), $1.offset)
            }
            for version in versions.map(\.element) {
                guard let source = version["source"]?.string else { continue }
                let markup = version["format"]?.string.flatMap(ExchangeArticle.Markup.init)
                try take(
                    .article(
                        ExchangeArticle(
                            work: work, markup: markup ?? .plain, source: Array(source.utf8),
                            line: number)))
            }
        }

        /// Whether an export has written the line of a note: most are, and need not be read twice.
        private static func isNote(_ line: [UInt8]) -> Bool {
            line.starts(with: annotation) || line.starts(with: reply)
        }

        private static let annotation = Array(#"{"v":1,"type":"annotation","#.utf8)
        private static let reply = Array(#"{"v":1,"type":"reply","#.utf8)

        private static func added(_ version: JSONValue) -> Int64 {
            version["added"]?.string.flatMap { UTCTime.milliseconds($0) } ?? 0
        }

        private func parse(_ line: [UInt8]) throws(JSONError) -> JSONValue {
            try JSONReader.parse(
                line, limits: JSONLimits(depthMax: 64, bytesMax: JSONLReader.lineMax))
        }

        func read(
            _ line: [UInt8], _ number: Int, _ take: (ExchangeItem) throws -> Void
        ) throws {
            do {
                try read(try parse(line), number, take)
            } catch let error as JSONError {
                try take(.bad(line: number, why: error.message))
            }
        }

        private func read(
            _ value: JSONValue, _ number: Int, _ take: (ExchangeItem) throws -> Void
        ) throws {
            let type = try value.string("type")
            let id = try value.string("id")
            switch type {
            case "set", "article": break
            case "annotation", "reply":
                if try value.optionalBool("deleted") == true {
                    try take(.skipped("deleted notes"))
                } else {
                    try take(.note(try note(value, id, number)))
                }
            default: try take(.skipped("lines of another kind"))
            }
        }

        private func note(
            _ value: JSONValue, _ id: String, _ number: Int
        ) throws(JSONError) -> ExchangeNote {
            let work = try value.optionalString("doc").flatMap { works[$0] }
            var note = ExchangeNote(key: id, work: work ?? ExchangeWork())
            note.origin = ExchangeFormat.jsonl.rawValue
            note.line = number
            note.parent = try value.optionalString("parent")
            note.text = try value.optionalString("body") ?? ""
            note.tags = (value["tags"]?.array ?? []).compactMap(\.string)
            note.colour = try value.optionalString("color")
            note.isClosed = try value.optionalString("status") == "closed"
            note.created = try value.optionalString("created").flatMap { UTCTime.milliseconds($0) }
            note.creator = try value.optionalString("creatorName")
            if let origin = try value["origin"]?.optionalString("creator") {
                note.creator = origin
            }
            note.set = set
            if let target = value.present("attached") ?? value.present("target") {
                note.quote = try quote(target)
            }
            let rest = (value.object ?? []).filter {
                !$0.value.isNull && !JSONLReader.known.contains($0.name)
            }
            if !rest.isEmpty { note.rest = .object(rest) }
            return note
        }

        private func quote(_ target: JSONValue) throws(JSONError) -> ExchangeQuote {
            ExchangeQuote(
                exact: try target.string("exact"),
                prefix: try target.optionalString("prefix") ?? "",
                suffix: try target.optionalString("suffix") ?? "",
                position: .init(
                    start: Int(clamping: try target.optionalInt("start") ?? 0),
                    end: Int(clamping: try target.optionalInt("end") ?? 0), unit: .codePoint),
                place: try target.optionalString("heading"))
        }
    }
}
