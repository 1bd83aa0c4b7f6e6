import CommandLine
import JSON
import Octets
import Storage

extension Administration {
    func stats(_ store: ServerStore) throws {
        let (counts, bytes) = (try store.counts(), folder.bytes)
        let pairs = [
            ("accounts", counts.accounts), ("devices", counts.devices), ("sets", counts.sets),
            ("records", counts.records), ("blobs", counts.blobs), ("bytes", bytes),
        ]
        say(
            { answer in for (name, count) in pairs { answer.member(name, count) } },
            pairs.map { "\($0.0) \($0.1)\n" }.joined())
    }

    func check() throws -> ExitStatus {
        // SQLite would take it for the log's end, and lose what was written after it.
        let logDamage = Finding.logDamage(ofServer: folder.path)
        if command.has("repair") {
            var kept: String?
            if logDamage != nil {
                let path = "\(folder.path)/before-repair-\(WallClock.milliseconds).db-wal"
                try Finding.mendLog(ofServer: folder.path, keepAs: path)
                kept = path
            }
            return try repair(folder.openExisting(forRepair: true), logDamage, logKeptIn: kept)
        }
        let problems = try logDamage.map { [$0] } ?? problems()
        say(
            { answer in
                answer.array("problems") { list in
                    for problem in problems { write(problem, isLeft: true, to: &list) }
                }
            },
            problems.isEmpty
                ? "all is well\n"
                : problems.map { TerminalSafe.line($0.sentence) + "\n" }.joined()
                    + "to mend it: postil-server admin check --repair --data "
                    + "\(TerminalSafe.line(folder.path))\n")
        return problems.isEmpty ? .done : .problemsFound
    }

    private func problems() throws -> [Finding] {
        let store = try folder.openExisting(forRepair: true)
        if command.has("deep") { return try store.survey().findings }
        return try store.check(deep: false).map { Finding($0, .log) }
    }

    /// Copies the store and reads the copy back: a backup nobody has read is a hope.
    func backup() throws {
        let target = command.argument("DIR") ?? ""
        try requireEmpty(target)
        try folder.openExisting().backup(to: target)
        let problems = try DataFolder(path: target).openExisting().check(deep: true)
        guard problems.isEmpty else {
            throw CommandFailure(
                .problemsFound, "the copy in \(target) is damaged; do not rely on it",
                evidence: problems)
        }
        say(
            { answer in answer.member("folder", target) },
            "backup written to \(TerminalSafe.line(target)) and read back\n")
    }

    /// Puts a backup in place and begins a new epoch, so that every device notices.
    func restore() throws {
        let source = DataFolder(path: command.argument("DIR") ?? "")
        try requireEmpty(folder.path, but: [DataFolder.lockName])
        let store = try source.openExisting()
        // Nobody may begin to serve the folder while it gets its store.
        let claim = try folder.claimNew()
        try requireEmpty(folder.path, but: [DataFolder.lockName])
        try withExtendedLifetime(claim) { try store.restore(to: folder.path) }
        say(
            { answer in
                answer.member("folder", folder.path)
            },
            "restored into \(TerminalSafe.line(folder.path))\n"
                + "Every set waits now until a device of one of its owners has synced; who cannot "
                + "wait: postil-server admin set release --all --data "
                + "\(TerminalSafe.line(folder.path))\n")
    }

    private func requireEmpty(_ path: String, but names: Set<String> = []) throws {
        guard DataFolder(path: path).isEmpty(but: names) else {
            throw CommandFailure(
                .refusedForSafety, "there is something in \(path) already",
                hints: ["name a folder that is empty or not there"])
        }
    }
}
