internal import Glibc
internal import SQLite

extension ServerStore {
    /// The folder in which a store is made ready that is to be put in place.
    private static let stagingName = "restoring"

    /// What a backup or a restore that was cut short leaves in a folder, and the next one replaces.
    public static let leftovers: Set<String> = [
        stagingName, ServerSchema.fileName + ".part", ServerSchema.fileName + ".part-journal",
        ServerSchema.fileName + ".part-wal", ServerSchema.fileName + ".part-shm",
    ]

    /// Puts a copy of the last committed state into a new folder, with a new epoch, so that every
    /// device notices; a store is there in the end, or none.
    ///
    /// The caller sees to it that nobody serves the folder meanwhile.
    ///
    /// - Throws: `missing` if the folder cannot be made, or holds a store already; `full`, `io`.
    public func restore(to folder: String) throws {
        let target = folder + "/" + ServerSchema.fileName
        let staging = folder + "/" + Self.stagingName
        guard access(target, F_OK) != 0 else {
            throw StoreError(
                .missing, "could not restore to \(target): it exists; name another folder")
        }
        try makeFolder(folder)
        Self.remove(staging)
        defer { Self.remove(staging) }
        try backup(to: staging)
        try reborn(staging)
        do {
            // A log beside a file that is not its own would be taken for its.
            for ending in ["-wal", "-shm"] where access(target + ending, F_OK) == 0 {
                throw SQLiteError(
                    .cannotOpen, "\(target)\(ending) is there, of another store; move it away")
            }
            try placeFile(staging + "/" + ServerSchema.fileName, at: target)
        } catch {
            throw StoreError.translated(error, "restore", self.folder)
        }
    }

    /// Begins a new epoch in a copy, and leaves it one file.
    private func reborn(_ folder: String) throws {
        let seed = serverSeed
        let copy = try ServerStore.open(
            folder, hashing: hashing, randomness: randomness, isNewEpoch: true, makeSeed: { seed })
        try copy.withWriter { writer in
            try writer.database.checkpoint()
            try writer.database.close()
        }
    }

    private static func remove(_ folder: String) {
        let name = ServerSchema.fileName
        for ending in ["", "-wal", "-shm", ".lock"] { unlink(folder + "/" + name + ending) }
        for name in leftovers { unlink(folder + "/" + name) }
        rmdir(folder)
    }
}
