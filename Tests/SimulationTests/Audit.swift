import AnnotationModel
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

/// What schedules are to reach, each as the simulation counts it.
enum Audit {
    /// All that no schedule of a run has reached, sorted.
    static func unreached(_ counts: [String: Int]) -> [String] {
        var wanted: [String] = []
        wanted += Step.Action.allCases.map { "step \($0)" }
        wanted += Plan.Profile.drawn.map { "profile \($0)" }
        wanted += SyncAnswer.Status.allCases.map { "status \($0)" }
        wanted += SyncAnswer.Result.allCases.flatMap {
            ["result \($0)", "result again \($0)"]
        }
        wanted += DrawerItem.Reason.allCases.map { "drawer \($0)" }
        wanted += CopyState.Stop.allCases.map { "stop \($0)" }
        wanted += MergeEvent.What.allCases.map { "merged \($0)" }
        wanted += RoleCommand.Refusal.allCases.map { "command: \($0)" }
        wanted += Verdict.allCases.filter { $0 != .pending }.map { "verdict \($0)" }
        let families =
            HostileMember.Attack.allCases.map { "attack \($0): " }
            + ServerLie.allCases.map { "lie \($0): " }
        let silent = families.filter { family in
            !counts.keys.contains { $0.hasPrefix(family) }
        }
        return (wanted.filter { counts[$0] == nil } + silent).sorted()
    }
}
