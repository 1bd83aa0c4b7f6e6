import AnnotationModel
import CommandLine
import JSON
import Octets
import Replication
import Storage

/// What was found and done about a set of which server and store had different content.
struct RepairWords {
    private let result: ContentRepair.Result
    private let name: String
    private let ids: [String]
    /// Ids that are shown to a person.
    private static let shownMax = 10

    init(_ result: ContentRepair.Result, _ workspace: Workspace) throws {
        self.result = result
        name = try workspace.name(of: result.set)
        ids = try (result.entities ?? []).map { entity in
            let made = try workspace.transaction.entity(entity)?.state.creation
            let isArticle = made?.kind.opClass == .article
            return (isArticle ? Alphabet.hex : .letters).text(entity.octets.octets)
        }
    }

    var text: String {
        let name = TerminalSafe.line(name)
        let which = ids.prefix(Self.shownMax).map { String($0.prefix(8)) }.joined(separator: " ")
        let count =
            ids.isEmpty
            ? "something" : Counted.text(ids.count, "note or article", "notes and articles")
        let list = ids.isEmpty ? "" : "  \(which)\(ids.count > Self.shownMax ? " …" : "")\n"
        if result.wasWrongHere {
            return "\(name): \(count) here was not what the log says (a damaged disk?); it was "
                + "worked out anew from the log\n" + list
                + "  Look whether anything else is damaged: postil doctor\n"
        }
        if result.outcome == .damagedHere {
            return "\(name): the server has \(count) else, and this store's log is damaged, so "
                + "that it does not tell who is right; nothing was changed here\n" + list
                + "  Mend the log, then sync: postil doctor --repair\n"
        }
        return "\(name): this store is what the log says, and the server has \(count) else; "
            + "nothing was changed here\n" + list
            + "  The server's admin mends it with: postil-server admin check --repair; "
            + "after that: postil doctor --repair\n"
    }

    func write(to writer: inout JSONWriter) {
        writer.member("set", result.set.octets.hex)
        writer.member("name", name)
        writer.member("wasWrongHere", result.wasWrongHere)
        writer.member("logIsDamaged", result.outcome == .damagedHere)
        writer.member("ids", ids)
        writer.member("rounds", result.rounds)
    }
}
