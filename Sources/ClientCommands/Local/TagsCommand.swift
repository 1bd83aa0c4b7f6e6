import CommandLine
import Replication
import Storage

/// `postil tags`: the tags of the store, each with the number of living annotations that bear it.
enum TagsCommand {
    static func run(_ session: Session) throws -> Reply {
        try session.read { workspace in
            var counts: [[UInt8]: Int] = [:]
            for row in try workspace.transaction.entities(EntityQuery(kind: .annotations)) {
                for tag in Registers(row.state).tags { counts[Array(tag.utf8), default: 0] += 1 }
            }
            let order = counts.sorted {
                $0.value == $1.value
                    ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
            }.map { (tag: String(decoding: $0.key, as: UTF8.self), count: $0.value) }
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
