package import CommandLine

/// Every command of `postil`, its arguments and its help, in one table.
package enum PostilTable {
    package static let table = CommandTable(
        program: "postil",
        summary: "Highlights and comments on articles: offline, in sync, shared with your team.",
        groups: ["Start", "Read and annotate", "Find", "Share and sync", "Look after it"],
        commands: start + annotate + find + share + care + [complete],
        globalFlags: [
            FlagSpec("store", value: .one("DIR"), help: "Work on the store in DIR"),
            FlagSpec("json", help: "Answer with one JSON object"),
            FlagSpec("jsonl", help: "Answer with one JSON object a line"),
            FlagSpec("plain", help: "Answer with tab-separated lines, as in a pipe"),
            FlagSpec("quiet", short: "q", help: "Say nothing when all went well"),
            FlagSpec("verbose", short: "v", help: "Tell requests and the store's work, too"),
            FlagSpec("color", value: .one("WHEN"), help: "auto, always or never"),
            FlagSpec("no-pager", help: "Show long texts at once"),
            FlagSpec("config", value: .one("FILE"), help: "Read your settings from FILE"),
            FlagSpec("no-input", help: "Ask nothing; end with 7 where a person is needed"),
            FlagSpec("version", help: "Print the version"),
        ],
        examples: [
            CommandExample("postil add article.txt", "bring an article in"),
            CommandExample(
                "postil mark @@ \"a passage\" -m \"a comment\"", "highlight it and say something"),
            CommandExample("postil list tag:todo", "find what you wanted to do"),
        ],
        topics: Topics.all)

    static let message = FlagSpec(
        "message", short: "m", value: .one("TEXT"), help: "The text; - reads standard input")
    static let tag = FlagSpec("tag", short: "t", value: .list("TAG"), help: "Put a tag on")
    static let colour = FlagSpec(
        "colour", short: "c", value: .one("COLOUR"),
        help: "yellow, orange, pink, green, blue, purple, or none")
    static let query = FlagSpec(
        "query", value: .one("QUERY"), help: "All annotations that QUERY finds: postil help query")
    static let set = FlagSpec(
        "set", value: .one("SET"), help: "The set; core.set or personal if not said")
    static let onlySet = FlagSpec("set", value: .one("SET"), help: "This set; all if not said")

    /// What the shells' scripts ask.
    private static let complete = CommandSpec(
        CompletionScript.command, summary: "What may stand where a word is being typed",
        arguments: [ArgumentSpec("WORD", .any)])
}
