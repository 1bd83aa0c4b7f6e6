import Storage
import Testing

/// A command that changes a store and needs no server, and the store it is run on.
struct LocalCommand: CustomTestStringConvertible, Sendable {
    /// How the store comes about, before anything fails.
    enum Before: Sendable {
        /// There is none.
        case nothing
        /// An article with notes.
        case notes
        /// The same, and a log that the next write moves into the file.
        case longLog
        /// A store as the first version wrote it.
        case firstVersion
    }

    let name: String
    let before: Before
    /// The words; `FOLDER/` stands for the folder beside the store.
    let words: [String]
    /// Whether it may change nothing at all in the store.
    var isSilent = false

    var testDescription: String { name }

    static let all = [
        LocalCommand(name: "the first add", before: .nothing, words: ["add", "FOLDER/quay.txt"]),
        LocalCommand(name: "add", before: .notes, words: ["add", "FOLDER/heron.txt"]),
        LocalCommand(
            name: "mark", before: .notes,
            words: ["mark", "Sallow", "anyway", "-m", "why?", "-t", "later", "-c", "green"]),
        LocalCommand(
            name: "mark with a checkpoint", before: .longLog,
            words: ["mark", "Sallow", "anyway", "-m", "why?"]),
        LocalCommand(name: "edit", before: .notes, words: ["edit", "@", "-m", "two 2 three"]),
        LocalCommand(name: "tag", before: .notes, words: ["tag", "@", "+new", "-old"]),
        LocalCommand(name: "reply", before: .notes, words: ["reply", "@", "-m", "I do not know"]),
        LocalCommand(name: "rm", before: .notes, words: ["rm", "@"]),
        LocalCommand(name: "rm of an article", before: .notes, words: ["rm", "@@"]),
        LocalCommand(name: "undo", before: .notes, words: ["undo"]),
        LocalCommand(
            name: "export", before: .notes, words: ["export", "-o", "FOLDER/out.jsonl"],
            isSilent: true),
        LocalCommand(
            name: "opening the first version", before: .firstVersion,
            words: ["note", "@@", "-m", "after"]),
    ]

    private static let quay = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    /// Makes the folder that each try gets a copy of; the store lies in `store`.
    func makeFolder() throws -> Folder {
        let folder = try Folder()
        _ = try folder.file("quay.txt", Self.quay)
        _ = try folder.file("heron.txt", "Heron\n\nIt stood there all morning, and said nothing.\n")
        let desk = Desk(store: folder.path("store"))
        switch before {
        case .nothing: break
        case .notes, .longLog:
            try desk.ask("add", folder.path("quay.txt"))
            try desk.ask("mark", "@@", "eelgrass", "-m", "one")
            try desk.ask("mark", "@@", "Nobody", "-m", "one two three", "-t", "old")
            try desk.ask("edit", "@", "-m", "one two three four")
        case .firstVersion:
            let kept = Tools.root + "/Fixtures/databases/v1/laptop/store.db"
            try #require(mkdirOwn(folder.path("store")))
            try Files.write(Files.read(kept), to: folder.path("store/store.db"))
        }
        if before == .longLog { try lengthenLog(folder, desk) }
        return folder
    }

    /// Writes until one more command makes the log as long as logs may be.
    private func lengthenLog(_ folder: Folder, _ desk: Desk) throws {
        let store = try desk.opened()
        var count = 0
        while try Files.read(folder.path("store/store.db-wal")).count < 992 * 4_120 {
            count += 1
            try store.write { try $0.putSetting(.deviceName, Array("device \(count)".utf8)) }
        }
    }

    func words(in folder: Folder) -> [String] {
        words.map { $0.hasPrefix("FOLDER/") ? folder.path(String($0.dropFirst(7))) : $0 }
    }
}
