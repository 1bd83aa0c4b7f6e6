import AnnotationModel
import Octets
import Storage
import SyncEngine

/// What sets were called that went away: the copies that could say it are wiped.
enum FormerSets {
    /// What a set was called when it went away; nil for one that is here.
    static func name(of set: SetID, _ workspace: Workspace) throws -> String? {
        if let copy = try workspace.transaction.copy(of: set), copy.state.stop != .removed {
            return nil
        }
        return try all(workspace)[set.octets.hex]
    }

    /// What the sets are called that are here.
    static func names(_ workspace: Workspace) throws -> [SetID: String] {
        var names: [SetID: String] = [:]
        for set in try workspace.transaction.sets() { names[set] = try workspace.name(of: set) }
        return names
    }

    /// Keeps the names of sets that went away.
    static func remember(_ names: [SetID: String], _ workspace: Workspace) throws {
        if names.isEmpty { return }
        var all = try all(workspace)
        for (set, name) in names { all[set.octets.hex] = OneLine.text(name) }
        let lines = all.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        try workspace.transaction.putSetting(
            .formerSets, Array(lines.joined(separator: "\n").utf8))
    }

    private static func all(_ workspace: Workspace) throws -> [String: String] {
        let octets = try workspace.transaction.setting(.formerSets) ?? []
        var names: [String: String] = [:]
        for line in String(decoding: octets, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { names[String(parts[0])] = String(parts[1]) }
        }
        return names
    }
}
