import CommandLine
import Query

/// What finds annotations and articles again.
extension PostilTable {
    /// What stands behind the `-` of a condition that must not hold, and tells it from flags.
    static let excluded = QueryField.names.map { $0 + ":" } + ["(", "\""]

    static let find = [
        CommandSpec(
            "list", summary: "List annotations, newest first",
            description:
                "QUERY is words and field:value pairs; see: postil help query. With --quiet, it "
                + "ends with 3 if nothing is found",
            examples: [
                CommandExample("postil list tag:todo user:ada is:open"),
                CommandExample("postil list 'harbour or \"placed on the market\" since:7d'"),
            ],
            arguments: [ArgumentSpec("QUERY", .any)],
            flags: [FlagSpec("limit", value: .one("N"), help: "At most N")], group: "Find",
            signedBeginnings: excluded),
        CommandSpec(
            "docs", summary: "List articles",
            description:
                "Each condition of QUERY has to hold of the article, its title or address, or of "
                + "one of its notes; see: postil help query",
            examples: [CommandExample("postil docs is:orphan")],
            arguments: [ArgumentSpec("QUERY", .any)], group: "Find", signedBeginnings: excluded),
        CommandSpec(
            "show", summary: "Show annotations and articles with all that is known of them",
            description: "An annotation is shown with its thread, an article with its versions.",
            examples: [
                CommandExample("postil show @"),
                CommandExample("postil show qpvu rkzm --history"),
                CommandExample("postil show @@", "the article used last"),
            ],
            arguments: [
                ArgumentSpec("ID", .many, help: "An annotation, or an article as read takes it")
            ],
            flags: [FlagSpec("history", help: "Who changed what, and when")], group: "Find"),
        CommandSpec(
            "tags", summary: "List the tags, the most used first",
            examples: [CommandExample("postil tags")], group: "Find"),
    ]
}
