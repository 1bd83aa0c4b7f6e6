internal import SQLite

extension ServerStore {
    /// Reads everything, works all sets out anew beside the store, and says what differs; changes
    /// nothing.
    ///
    /// - Throws: `StoreError` if the store cannot be read at all.
    public func survey() throws -> ServerSurvey {
        try withReader { reader in
            let leftovers = ScratchFolder.left(in: folder)
            return try Self.withScratch(folder) { scratch in
                let epoch = try reader.mendedServer()?.epoch ?? reader.epoch()
                var repair = ServerRepair(reader, scratch, epoch: epoch, .none)
                try repair.run()
                repair.survey.findings += leftovers.map {
                    Finding("\($0) was left by a repair that did not end", .tidy)
                }
                return repair.survey
            }
        }
    }

    /// Mends what `survey` finds, as one change; a server that runs goes on with what was mended.
    ///
    /// - Parameters:
    ///   - source: what may have what was lost; believed as far as the chains prove it.
    ///   - lost: where rows are kept that nothing gives back, before they are taken out.
    /// - Throws: `StoreError`; then nothing was changed.
    public func repair(
        from source: ServerSource, keepingLostIn lost: LostRows? = nil
    ) throws -> ServerSurvey {
        try withWriter { writer in
            ScratchFolder.removeLeft(in: folder)
            return try Self.withScratch(folder) { scratch in
                var survey = ServerSurvey()
                let epoch = try writer.mendedServer()?.epoch ?? writer.epoch()
                try writer.database.replaceContent {
                    var repair = ServerRepair(writer, scratch, epoch: epoch, source)
                    try repair.run()
                    survey = repair.survey
                    survey.isMended = repair.isUsable
                    guard repair.isUsable, !survey.findings.isEmpty else { return nil }
                    try lost?.append(survey.lostRows)
                    return scratch
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
        let place = try ScratchFolder.make(in: folder)
        return try withExtendedLifetime(place) {
            let scratch = try Database(place.path + "/" + ServerSchema.fileName)
            try scratch.migrate(to: ServerSchema.schema)
            return try body(scratch)
        }
    }
}
