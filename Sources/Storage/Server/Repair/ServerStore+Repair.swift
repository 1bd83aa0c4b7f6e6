internal import Glibc
internal import SQLite

extension ServerStore {
    /// Reads everything, works all sets out anew beside the store, and says what differs; changes
    /// nothing.
    ///
    /// - Throws: `StoreError` if the store cannot be read at all.
    public func survey() throws -> ServerSurvey {
        try withReader { reader in
            try Self.withScratch(folder) { scratch in
                let epoch = try reader.mendedServer()?.epoch ?? reader.epoch()
                var repair = ServerRepair(reader, scratch, epoch: epoch, .none)
                try repair.run()
                return repair.survey
            }
        }
    }

    /// Mends what `survey` finds, as one change; a server that runs goes on with what was mended.
    ///
    /// - Parameter source: what may have what was lost; believed as far as the chains prove it.
    /// - Throws: `StoreError`; then nothing was changed.
    public func repair(from source: ServerSource) throws -> ServerSurvey {
        try withWriter { writer in
            try Self.withScratch(folder) { scratch in
                var survey = ServerSurvey()
                let epoch = try writer.mendedServer()?.epoch ?? writer.epoch()
                try writer.database.replaceContent {
                    var repair = ServerRepair(writer, scratch, epoch: epoch, source)
                    try repair.run()
                    survey = repair.survey
                    survey.isMended = repair.isUsable
                    return repair.isUsable && !survey.findings.isEmpty ? scratch : nil
                }
                writer.cache = ServerCache()
                return survey
            }
        }
    }

    /// Lends an empty database in a folder inside the store's, which is removed afterwards.
    private static func withScratch<T>(
        _ folder: String, _ body: (Database) throws -> T
    ) throws -> T {
        var template = Array((folder + "/repair-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw StoreError(
                errno == ENOSPC ? .full : .readOnly,
                "could not make a folder in \(folder) to work in")
        }
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let file = path + "/" + ServerSchema.fileName
        defer {
            for name in ["", "-wal", "-shm", ".lock"] { unlink(file + name) }
            rmdir(path)
        }
        let scratch = try Database(file)
        try scratch.migrate(to: ServerSchema.schema)
        return try body(scratch)
    }
}
