import CommandLine

/// What finds annotations and articles again.
extension PostilTable {
    static let find = [
        CommandSpec(
            "list", summary: "List annotations, newest first",
            description: "QUERY is words and field:value pairs; see: postil help query",
            examples: [CommandExample("postil list tag:todo user:ada is:open")],
            arguments: [ArgumentSpec("QUERY", .any)],
            flags: [FlagSpec("limit", value: .one("N"), help: "At most N")], group: "Find"),
        CommandSpec(
            "docs", summary: "List articles", arguments: [ArgumentSpec("QUERY", .any)],
            group: "Find"),
        CommandSpec(
            "show", summary: "Show annotations with all that is known of them",
            arguments: [ArgumentSpec("ID", .many)],
            flags: [FlagSpec("history", help: "Who changed what, and when")], group: "Find"),
        CommandSpec("tags", summary: "List the tags, the most used first", group: "Find"),
    ]
}
