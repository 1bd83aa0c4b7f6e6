import SQLite

extension StoreError {
    /// The error of a store for what SQLite said about it.
    init(_ error: SQLiteError, _ action: String, folder: String, _ kind: StoreKind = .client) {
        let begin = "could not \(action) the store \(folder): "
        switch error.code {
        case .busy(let holder):
            let name = holder.map { "\($0)" } ?? "another program"
            self.init(
                .busy, begin + "\(name) is writing to it; try again when it is done", cause: error)
        case .full:
            self.init(
                .full, begin + "the disk is full; free some space and try again", cause: error)
        case .readOnly:
            self.init(
                .readOnly, begin + "it may not be written; check who may write the folder",
                cause: error)
        case .tooNew(let found, let known):
            self.init(
                .tooNew,
                begin + "a later program made it (version \(found), this one knows \(known)); "
                    + "update this program", cause: error)
        case .notADatabase, .foreignStore:
            self.init(
                .notAStore, begin + "its file is not a Postil store; check the path", cause: error)
        case .corrupt:
            self.init(
                .damaged,
                begin + "its file is damaged (\(error.sentence)); what can be mended is mended by: "
                    + kind.care,
                cause: error)
        case .cannotOpen:
            self.init(
                .missing,
                begin + "its file cannot be opened or made; check the path and who may "
                    + "use it", cause: error)
        case .io, .broken:
            self.init(
                .io,
                begin + "the disk failed (\(error.sentence))", cause: error)
        case .constraint, .misuse, .other:
            self.init(
                .brokenInvariant,
                begin + "\(error.sentence); this is a fault of the program: "
                    + "please report it", cause: error)
        }
    }
}
