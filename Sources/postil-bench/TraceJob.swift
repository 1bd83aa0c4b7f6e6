import CRDT

/// `trace`: a person's edits of one text, replayed.
///
/// The file holds little-endian words of 32 bits: the count of edits; for each its position, how
/// many code points go, how many octets come, and these; at the end the text that must come out.
enum TraceJob {
    static func run(_ options: Options) throws {
        let octets = File.read(try options.string("file"))
        var reader = Words(octets: octets)
        let count = try reader.word()
        var edits: [TextRun] = []
        edits.reserveCapacity(count)
        for _ in 0..<count {
            let position = try reader.word()
            let deleted = try reader.word()
            let inserted = try reader.text()
            edits.append(TextRun(position: position, deleted: deleted, inserted: inserted))
        }
        let end = try reader.text()
        var building: [Double] = []
        var replaying: [Double] = []
        var processing: [Double] = []
        for _ in 0..<(try options.int("runs", 5)) {
            let (time, graph) = Measure.milliseconds { Self.graph(of: edits) }
            building.append(time)
            let processor = Measure.processorSeconds()
            let (replay, text) = Measure.milliseconds { graph.text }
            replaying.append(replay)
            processing.append((Measure.processorSeconds() - processor) * 1000)
            guard text.utf8.elementsEqual(end.utf8) else {
                throw BenchError("the replayed text is another one")
            }
        }
        Measure.put("trace.edits", edits.count)
        Measure.put("trace.build.ms", Measure.median(building))
        Measure.put("trace.ms", Measure.median(replaying))
        Measure.put("trace.ms.best", replaying.min() ?? 0)
        Measure.put("trace.cpu.ms", Measure.median(processing))
    }

    private static func graph(of edits: [TextRun]) -> TextGraph {
        var graph = TextGraph()
        for (number, edit) in edits.enumerated() {
            graph.append(parents: number > 0 ? [number - 1] : [], rank: number, runs: [edit])
        }
        return graph
    }

    private struct Words {
        let octets: [UInt8]
        var place = 0

        mutating func word() throws -> Int {
            guard place + 4 <= octets.count else { throw BenchError("the trace is cut short") }
            defer { place += 4 }
            return octets[place..<place + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        }

        mutating func text() throws -> String {
            let count = try word()
            guard place + count <= octets.count else { throw BenchError("the trace is cut short") }
            defer { place += count }
            return String(decoding: octets[place..<place + count], as: UTF8.self)
        }
    }
}
