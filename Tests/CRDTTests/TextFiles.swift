import CRDT
import Foundation
import Octets

/// The root of the package.
let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A run as three values in a list.
struct RunFields: Decodable {
    let run: TextRun

    init(from decoder: any Decoder) throws {
        var fields = try decoder.unkeyedContainer()
        run = TextRun(
            position: try fields.decode(Int.self), deleted: try fields.decode(Int.self),
            inserted: try fields.decode(String.self))
    }
}

/// The first octets of a replica in hex, and a counter.
struct DotFields: Decodable {
    let id: Identity

    init(from decoder: any Decoder) throws {
        var fields = try decoder.unkeyedContainer()
        let octets = Alphabet.hex.octets(try fields.decode(String.self)) ?? []
        let counter = try fields.decode(Int.self)
        let padded = (octets + Array(repeating: 0, count: 8)).prefix(8)
        id = textID(padded.reduce(0) { $0 << 8 | UInt64($1) }, counter)
    }
}

struct TextVectors: Decodable {
    struct Op: Decodable {
        let dot: DotFields
        let predecessors: [DotFields]
        let runs: [RunFields]
        let textAtAuthor: String
    }

    struct Author: Decodable {
        let span: TextSpan

        init(from decoder: any Decoder) throws {
            var fields = try decoder.unkeyedContainer()
            let author = try fields.decode(DotFields.self).id
            span = TextSpan(author: author, count: try fields.decode(Int.self))
        }
    }

    struct Vector: Decodable {
        let name: String
        let ops: [Op]
        let text: String
        let heads: [DotFields]
        let attribution: [Author]

        var textOps: [TextOp] {
            ops.map { op in
                TextOp(
                    id: op.dot.id, predecessors: op.predecessors.map(\.id),
                    runs: op.runs.map(\.run))
            }
        }
    }

    let vectors: [Vector]

    static func read() throws -> TextVectors {
        let file = packageFolder.appendingPathComponent("Protocol/vectors/text/graphs.json")
        return try JSONDecoder().decode(TextVectors.self, from: Data(contentsOf: file))
    }
}

/// Edits as they were typed; a transaction without parents is made on the one before it.
struct TextTrace: Decodable {
    struct Transaction: Decodable {
        let parents: [Int]?
        let agent: Int?
        let patches: [RunFields]
    }

    let startContent: String?
    let endContent: String
    let txns: [Transaction]

    static func read(_ file: URL) throws -> TextTrace {
        try JSONDecoder().decode(TextTrace.self, from: Data(contentsOf: file))
    }

    /// Reads what `gzip -dc` makes of a file.
    static func read(compressed file: URL) throws -> TextTrace {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(TextTrace.self, from: bytes)
    }

    func parents(of index: Int) -> [Int] {
        txns[index].parents ?? (index > 0 ? [index - 1] : [])
    }

    /// The ops; `replicas` names the agents.
    func ops(replicas: [Character]) -> [TextOp] {
        var counters: [Int: Int] = [:]
        var ops: [TextOp] = []
        for (index, transaction) in txns.enumerated() {
            let agent = transaction.agent ?? 0
            counters[agent, default: 0] += 1
            var runs = transaction.patches.map(\.run)
            if index == 0, let start = startContent, !start.isEmpty {
                runs.insert(TextRun(position: 0, deleted: 0, inserted: start), at: 0)
            }
            ops.append(
                TextOp(
                    id: textID(replicas[agent], counters[agent, default: 0]),
                    predecessors: parents(of: index).map { ops[$0].id }, runs: runs))
        }
        return ops
    }
}
