import CommandLine
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

    func check(_ store: ServerStore) throws -> ExitStatus {
        let problems = try store.check(deep: command.has("deep"))
        say(
            { answer in answer.member("problems", problems) },
            problems.isEmpty
                ? "all is well\n" : problems.map { TerminalSafe.line($0) + "\n" }.joined())
        return problems.isEmpty ? .done : .problemsFound
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
        try requireEmpty(folder.path)
        try source.openExisting().backup(to: folder.path)
        _ = try folder.open(isNewEpoch: true)
        say(
            { answer in answer.member("folder", folder.path) },
            "restored into \(TerminalSafe.line(folder.path))\n")
    }

    private func requireEmpty(_ path: String) throws {
        guard DataFolder(path: path).isEmpty else {
            throw CommandFailure(
                .refusedForSafety, "there is something in \(path) already",
                hints: ["name a folder that is empty or not there"])
        }
    }
}
