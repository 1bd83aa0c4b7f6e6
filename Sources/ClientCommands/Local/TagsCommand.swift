import CommandLine
import JSON
import Replication
import Storage

/// `postil tags`: the tags of the store, each with the number of living annotations that bear it.
enum TagsCommand {
    static func run(_ session: Session) throws -> Reply {
        try session.read { workspace in
            let order = try Tags.counted(workspace)
            var table = Table([
                .init("NOTES", isRightAligned: true), .init("TAG", canShrink: true),
            ])
            var plain = Table([.init("TAG"), .init("NOTES")])
            for (tag, count) in order {
                table.append(["\(count)", tag])
                plain.append([tag, "\(count)"])
            }
            let text =
                order.isEmpty
                ? "No tags yet. Put one on: postil tag @ +todo\n"
                : table.terminalText(width: session.console.columns)
            return .list(
                text: text, plain: plain.tabSeparated(),
                items: order.map { tag, count in
                    {
                        $0.member("tag", tag)
                        $0.member("notes", count)
                    }
                })
        }
    }
}
