import AnnotationModel
import MemoryStorage
import Replication
import SyncEngine
import Testing

/// Small scopes, whole: all that two or three people can do in a few turns, in any order of their
/// syncs, with answers that come late or never.
@Suite(.serialized) struct ExhaustiveTests {
    private static let isLong = Setting.text("EXHAUSTIVE") == "long"

    @Test(.enabled(if: !isLong)) func everyInterleavingOfAFewOpsEndsAlike() throws {
        var totals: [String: ExhaustiveSearch.Tally] = [:]
        for scope in SmallScopes.ordinary {
            let tally = try run(scope)
            #expect(tally.ends > 0, "\(scope.name) has no end")
            let counts = Set(scope.turns.map(\.count)).sorted().map { "\($0)" }
            let form = "\(scope.turns.count) x \(counts.joined(separator: " or "))"
            totals[form + (scope.demotion == nil ? "" : ", a role changes"), default: .init()]
                .add(tally)
        }
        for (form, tally) in totals.sorted(by: { $0.key < $1.key }) {
            print("exhaustive: \(form): \(tally)")
        }
    }

    /// As many pieces of the larger scopes as the time allows, in an order that a seed decides.
    @Test(.enabled(if: isLong)) func everyInterleavingOfMoreOpsEndsAlike() async throws {
        let seconds = Double(Setting.number("EXHAUSTIVE_SECONDS") ?? 600)
        let seed = Setting.number("SIM_START") ?? 1
        for form in SmallScopes.Form.allCases {
            var numbers = SplitMix64(seed: seed)
            let wanted = Setting.text("EXHAUSTIVE_PIECE")
            let pieces = SmallScopes.pieces(of: form).shuffled(using: &numbers)
                .filter { piece in wanted.map { piece.name.contains($0) } ?? true }
            if pieces.isEmpty { continue }
            let begin = ContinuousClock.now
            let end = begin + .seconds(seconds * form.share)
            let (count, tally) = try await run(pieces, until: end)
            print(
                """
                exhaustive: \(form.rawValue): \(count) of \(pieces.count) pieces from seed \
                \(seed), \(tally) in \(ContinuousClock.now - begin)
                """)
            #expect(tally.ends > 0 || wanted != nil)
        }
    }

    private func run(_ scope: ExhaustiveSearch.Scope) throws -> ExhaustiveSearch.Tally {
        var search = ExhaustiveSearch(try Stage(sides: scope.turns.count), scope, until: nil)
        do { try search.run() } catch { Issue.record("\(scope.name): \(error)") }
        return search.tally
    }

    /// Runs what can be run until then, and counts the pieces that were walked through whole.
    private func run(
        _ pieces: [ExhaustiveSearch.Scope], until end: ContinuousClock.Instant
    ) async throws -> (Int, ExhaustiveSearch.Tally) {
        let workers = 2
        return try await withThrowingTaskGroup(of: (Int, ExhaustiveSearch.Tally).self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var count = 0
                    var tally = ExhaustiveSearch.Tally()
                    for index in stride(from: worker, to: pieces.count, by: workers) {
                        let piece = pieces[index]
                        var search = ExhaustiveSearch(
                            try Stage(sides: piece.turns.count), piece, until: end)
                        do { try search.run() } catch {
                            Issue.record("\(piece.name): \(error)")
                            break
                        }
                        tally.add(search.tally)
                        if search.tally.isCut { break }
                        count += 1
                    }
                    return (count, tally)
                }
            }
            return try await group.reduce(into: (0, ExhaustiveSearch.Tally())) {
                $0.0 += $1.0
                $0.1.add($1.1)
            }
        }
    }

    @Test(
        .enabled(if: !isLong),
        arguments: [PlantedError.tokenIsNotRemoved, .wrongTextIsKept, .outboxKeepsAnOp])
    func aStoreWithAnErrorIsFound(_ error: PlantedError) throws {
        try expectFailure(error.making)
    }

    @Test(.enabled(if: !isLong)) func aMergeThatIsNotToldIsFound() throws {
        try expectFailure { EventLosing(id: $0, $1, $2) }
    }

    private func expectFailure(_ making: @escaping MemoryReplicaStore.Making) throws {
        let scope = ExhaustiveSearch.Scope(
            "planted", [.editEnd, .editWord, .deleteNote, .deleteArticle], turns: [2, 1])
        let stage = try Stage(sides: 2, making: making)
        #expect(throws: Failure.self) {
            var search = ExhaustiveSearch(stage, scope, until: nil)
            try search.run()
        }
    }

    /// Keeps no record of merges.
    private final class EventLosing: MemoryCopy {
        override func append(_ event: MergeEvent) throws {}
    }
}
