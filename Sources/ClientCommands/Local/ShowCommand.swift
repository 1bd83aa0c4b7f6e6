import AnnotationModel
import CommandLine
import JSON
import Octets
import Replication
import Storage

/// `postil show ID...`: annotations with their threads, and articles, with all that is known of
/// them.
enum ShowCommand {
    static func run(_ session: Session) throws -> Reply {
        let words = session.command.arguments("ID")
        let width = min(78, session.console.columns)
        let isColoured = session.console.isColoured
        let withHistory = session.command.has("history")
        return try session.read { workspace in
            var text = ""
            var items: [(inout JSONWriter) -> Void] = []
            for word in words {
                let thing = try thing(word, workspace)
                let history = withHistory ? try HistoryEntry.entries(of: thing.row, workspace) : []
                text += try thing.text(width: width, workspace)
                for entry in history {
                    let lines = entry.lines(
                        width: width, isColoured: isColoured, now: workspace.now)
                    text += lines.map { $0 + "\n" }.joined()
                }
                text += history.isEmpty ? "" : "\n"
                items.append { writer in
                    thing.write(to: &writer)
                    guard withHistory else { return }
                    writer.array("history") { list in
                        for entry in history { list.object { entry.write(to: &$0) } }
                    }
                }
            }
            return .list(text: text, plain: text, items: items)
        }
    }

    /// What a word means: an annotation or, where none is meant, an article.
    private static func thing(_ word: String, _ workspace: Workspace) throws -> any ShownThing {
        if try workspace.meansAnnotation(word) {
            return try ShownAnnotation(workspace.annotation(word), workspace)
        }
        do {
            return try ShownArticle(workspace.article(word), workspace)
        } catch let failure as CommandFailure
            where failure.code == Workspace.notFoundCode && Alphabet.letters.covers(word)
        {
            // Such letters are an annotation's: that is what was not found.
            return try ShownAnnotation(workspace.annotation(word), workspace)
        }
    }
}

/// One thing as `postil show` tells it.
protocol ShownThing {
    var row: EntityRow { get }
    func text(width: Int, _ workspace: Workspace) throws -> String
    /// Writes the members of its JSON object (`postil help json`).
    func write(to writer: inout JSONWriter)
}
