import CivilTime
import JSON

/// Reads Postil's own export: one JSON object a line (`postil export --to jsonl`).
public enum JSONLReader {
    /// The longest line, in octets.
    private static let lineMax = 8 << 20

    /// Hands over each note.
    ///
    /// - Throws: what `take` throws; `FormatError` if no line is one of an export.
    public static func read(
        _ octets: [UInt8], _ take: (ExchangeItem) throws -> Void
    ) throws {
        var reader = Reader()
        // Lines are ordered by id, so that notes may come before the article that they are on.
        forEachLine(octets) { line, _ in reader.learn(line) }
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

        /// Keeps what notes of other lines refer to.
        mutating func learn(_ line: [UInt8]) {
            guard let value = try? parse(line), let type = value["type"]?.string else { return }
            hasAny = hasAny || ["set", "article", "annotation", "reply"].contains(type)
            if type == "set" { set = value["name"]?.string }
            guard type == "article", let id = value["id"]?.string else { return }
            works[id] = ExchangeWork(
                title: value["title"]?.string ?? "", url: value["url"]?.string, id: id)
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
            note.set = set
            if let target = value["target"], !target.isNull { note.quote = try quote(target) }
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
