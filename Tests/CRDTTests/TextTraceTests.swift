import CRDT
import Foundation
import Testing

/// The folder with the public editing traces; none of them is part of the project.
private let corpus = ProcessInfo.processInfo.environment["POSTIL_CORPUS"]

@Suite struct TextTraceTests {
    @Test("our own traces end in their texts", arguments: ["one-writer", "two-writers"])
    func ownTraces(name: String) throws {
        let file = packageFolder.appendingPathComponent("Fixtures/traces/\(name).json")
        let trace = try TextTrace.read(file)
        var random = SplitMix64(seed: 1)
        let ops = trace.ops(replicas: ["a", "b"])
        #expect(TextHistory(ops).text == trace.endContent)
        for _ in 0..<10 {
            #expect(TextHistory(ops.shuffled(using: &random)).text == trace.endContent)
        }
        #expect(PlainTextTree(ops).text == trace.endContent)
    }

    // Skipped unless POSTIL_CORPUS names the folder that holds traces/.
    @Test("one writer's 259,778 edits end in the published text", .enabled(if: corpus != nil))
    func oneWriter() throws {
        let trace = try read("automerge-paper")
        var graph = TextGraph()
        for (index, transaction) in trace.txns.enumerated() {
            graph.append(
                parents: trace.parents(of: index), rank: index,
                runs: transaction.patches.map(\.run))
        }
        var text = ""
        report("one writer, replay", ContinuousClock().measure { text = graph.text })
        #expect(text.utf8.elementsEqual(trace.endContent.utf8))

        let ops = trace.ops(replicas: ["a"])
        var history = TextHistory([])
        report("one writer, history", ContinuousClock().measure { history = TextHistory(ops) })
        #expect(history.text.utf8.elementsEqual(trace.endContent.utf8))
        #expect(history.heads == ops.suffix(1).map(\.id))
    }

    // Skipped unless POSTIL_CORPUS names the folder that holds traces/.
    @Test(
        "two writers' edits end in the published text in any order",
        .enabled(if: corpus != nil), arguments: [["a", "b"], ["b", "a"]] as [[Character]])
    func twoWriters(replicas: [Character]) throws {
        let trace = try read("friendsforever")
        let ops = trace.ops(replicas: replicas)
        var random = SplitMix64(seed: 1)
        let orders = [
            ops, ops.reversed(), ops.shuffled(using: &random),
            ops.sorted { $0.id.dot < $1.id.dot }, ops.sorted { $1.id.dot < $0.id.dot },
        ]
        for order in orders {
            var history = TextHistory([])
            report(
                "two writers, history", ContinuousClock().measure { history = TextHistory(order) })
            #expect(history.text.utf8.elementsEqual(trace.endContent.utf8))
        }
    }

    private func read(_ name: String) throws -> TextTrace {
        let folder = URL(fileURLWithPath: corpus ?? "")
        return try TextTrace.read(
            compressed: folder.appendingPathComponent("traces/\(name).json.gz"))
    }

    /// Says how long it took; nothing depends on it.
    private func report(_ what: String, _ duration: Duration) {
        print("\(what): \(duration)")
    }
}
