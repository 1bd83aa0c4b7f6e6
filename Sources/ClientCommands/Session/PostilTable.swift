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
            FlagSpec("verbose", short: "v", help: "Say more"),
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

    private static let message = FlagSpec(
        "message", short: "m", value: .one("TEXT"), help: "The text; - reads standard input")
    private static let tag = FlagSpec("tag", short: "t", value: .list("TAG"), help: "Put a tag on")
    private static let colour = FlagSpec(
        "colour", short: "c", value: .one("COLOUR"),
        help: "yellow, orange, pink, green, blue or purple")
    private static let set = FlagSpec(
        "set", value: .one("SET"), help: "The set; personal if not said")

    /// What the shells' scripts ask.
    private static let complete = CommandSpec(
        CompletionScript.command, summary: "What may stand where a word is being typed",
        arguments: [ArgumentSpec("WORD", .any)])

    private static let start = [
        CommandSpec(
            "add", summary: "Bring in an article: a file, or - for standard input",
            description:
                "Keeps the source and its text. The same source again in the same set is the same "
                + "article; another text under the same --url is a new version of it.",
            examples: [
                CommandExample("postil add article.txt"),
                CommandExample("postil add notes.md --set press --url https://example.org/a"),
            ],
            arguments: [ArgumentSpec("SOURCE", .many, help: "A text or Markdown (.md) file")],
            flags: [
                FlagSpec("title", value: .one("TEXT"), help: "The title; else the first line"),
                FlagSpec("url", value: .one("URL"), help: "Where the text is from"), set,
            ], group: "Start"),
        CommandSpec(
            "login", summary: "Join a server, or add this machine to your account",
            examples: [
                CommandExample("postil login https://notes.example.org --invite 7KQ2-9FMX-4TWD")
            ],
            arguments: [ArgumentSpec("URL")],
            flags: [
                FlagSpec("invite", value: .one("CODE"), help: "The code you were given"),
                FlagSpec("user", value: .one("NAME"), help: "The name of the new account"),
                FlagSpec("device", value: .one("NAME"), help: "What this machine is called"),
                FlagSpec("allow-insecure", help: "Allow plain http beyond this machine"),
            ], group: "Start"),
    ]

    private static let annotate = [
        CommandSpec(
            "read", summary: "Read an article with its highlights",
            arguments: [
                ArgumentSpec("DOC", .optional, help: "An id, URL or title; @@ if not said")
            ],
            flags: [FlagSpec("width", value: .one("N"), help: "Columns of the text")],
            group: "Read and annotate"),
        CommandSpec(
            "mark", summary: "Highlight a passage, with a comment if you like",
            description:
                "The passage may be typed with straight quotes, plain hyphens and any spaces; the "
                + "article's own words are kept. Where it occurs more than once, choose.",
            examples: [
                CommandExample("postil mark @@ \"a passage\" -m \"a comment\" -t todo -c green"),
                CommandExample("postil mark 7c1e \"twice in it\" --nth 2"),
            ],
            arguments: [
                ArgumentSpec("DOC"),
                ArgumentSpec("QUOTE", help: "The passage; - reads standard input"),
            ],
            flags: [
                message, tag, colour,
                FlagSpec("nth", value: .one("N"), help: "The N-th place, in reading order"),
                FlagSpec("before", value: .one("TEXT"), help: "The place behind this text"),
                FlagSpec("after", value: .one("TEXT"), help: "The place in front of this text"),
                FlagSpec("closest", help: "Take the closest passage if it is not there"),
            ], group: "Read and annotate"),
        CommandSpec(
            "note", summary: "Write a note on an article, or change a comment",
            arguments: [ArgumentSpec("DOC|ANN")], flags: [message, tag],
            group: "Read and annotate"),
        CommandSpec(
            "reply", summary: "Answer an annotation", arguments: [ArgumentSpec("ANN")],
            flags: [message], group: "Read and annotate"),
        CommandSpec(
            "edit", summary: "Change the text or the colour of an annotation",
            arguments: [ArgumentSpec("ANN")], flags: [message, colour], group: "Read and annotate"),
        CommandSpec(
            "tag", summary: "Put tags on (+x) and take them off (-x)",
            examples: [CommandExample("postil tag @ +urgent -later")],
            arguments: [ArgumentSpec("ANN", .many, help: "Annotations, then +TAG and -TAG")],
            group: "Read and annotate", takesSignedWords: true),
        CommandSpec(
            "close", summary: "Close a thread", arguments: [ArgumentSpec("ANN")],
            group: "Read and annotate"),
        CommandSpec(
            "reopen", summary: "Open a closed thread again", arguments: [ArgumentSpec("ANN")],
            group: "Read and annotate"),
        CommandSpec(
            "rm", summary: "Delete annotations or articles; undo takes it back",
            arguments: [ArgumentSpec("ANN|DOC", .many)],
            flags: [FlagSpec("yes", short: "y", help: "Delete more than ten at once")],
            group: "Read and annotate"),
    ]

    private static let find = [
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

    private static let share = [
        CommandSpec(
            "set", summary: "Make, share and join annotation sets", group: "Share and sync",
            children: setCommands),
        CommandSpec(
            "sync", summary: "Exchange changes with the server",
            flags: [
                FlagSpec("dry-run", short: "n", help: "Say what would be sent, and send nothing"),
                set,
            ], group: "Share and sync"),
        CommandSpec(
            "status", summary: "What is waiting, and what to look at", group: "Share and sync"),
        CommandSpec(
            "merges", summary: "See what was merged, and take a side",
            arguments: [ArgumentSpec("ANN", .optional)],
            flags: [FlagSpec("take", value: .one("SIDE"), help: "mine, theirs or both")],
            group: "Share and sync"),
        CommandSpec(
            "undo", summary: "Take back a change", arguments: [ArgumentSpec("OP", .optional)],
            group: "Share and sync"),
        CommandSpec("redo", summary: "Do again what was taken back", group: "Share and sync"),
        CommandSpec(
            "log", summary: "What was changed on this machine",
            arguments: [
                ArgumentSpec("ID", .optional, help: "Only what changed this annotation or article")
            ], group: "Share and sync"),
    ]

    private static let setCommands = [
        CommandSpec("new", summary: "Make a set, also offline", arguments: [ArgumentSpec("NAME")]),
        CommandSpec("list", summary: "List the sets of this store"),
        CommandSpec("show", summary: "Show a set", arguments: [ArgumentSpec("SET")]),
        CommandSpec(
            "rename", summary: "Name a set",
            arguments: [ArgumentSpec("SET"), ArgumentSpec("NAME")]),
        CommandSpec("members", summary: "Who is in a set", arguments: [ArgumentSpec("SET")]),
        CommandSpec(
            "invite", summary: "Make a code that lets somebody in",
            arguments: [ArgumentSpec("SET")],
            flags: [
                FlagSpec(
                    "role", value: .one("ROLE"),
                    help: "reader, commenter, editor or owner; commenter if not said")
            ]),
        CommandSpec("join", summary: "Join a set with a code", arguments: [ArgumentSpec("CODE")]),
        CommandSpec("leave", summary: "Leave a set", arguments: [ArgumentSpec("SET")]),
        CommandSpec(
            "role", summary: "Change what a member may do",
            arguments: [ArgumentSpec("SET"), ArgumentSpec("USER"), ArgumentSpec("ROLE")]),
        CommandSpec(
            "remove", summary: "Remove a member",
            arguments: [ArgumentSpec("SET"), ArgumentSpec("USER")]),
    ]

    private static let care = [
        CommandSpec(
            "device", summary: "Your machines", group: "Look after it",
            children: [
                CommandSpec("add", summary: "Make a code that adds another machine"),
                CommandSpec("list", summary: "List the machines of your account"),
                CommandSpec(
                    "revoke", summary: "End a machine's log-in", arguments: [ArgumentSpec("ID")]),
            ]),
        CommandSpec("logout", summary: "End this machine's log-in", group: "Look after it"),
        CommandSpec("whoami", summary: "Who is logged in, and where", group: "Look after it"),
        CommandSpec(
            "export", summary: "Write out sets, the same bytes on every machine that agrees",
            flags: [
                set, FlagSpec("to", value: .one("FORM"), help: "jsonl"),
                FlagSpec("history", help: "With every change"),
                FlagSpec("output", short: "o", value: .one("FILE"), help: "Write to FILE"),
                FlagSpec("force", help: "Overwrite FILE"),
            ], group: "Look after it"),
        CommandSpec(
            "doctor", summary: "Look whether the store is whole, and mend it",
            description:
                "Reads every row and its checksum, follows the log, works everything out from it "
                + "anew beside the store, and says what differs. Changes nothing without --repair. "
                + "Ends with 0 if all is well or was mended, 12 if something is wrong or is left, "
                + "10 if the store cannot be opened at all; with --online, if it is well but the "
                + "server is of no use, as other commands do. A set whose log lacks what the "
                + "server cannot give is left as it is.",
            examples: [
                CommandExample("postil doctor"),
                CommandExample("postil doctor --repair", "mend, with a backup before"),
            ],
            flags: [
                FlagSpec("repair", help: "Back the store up, then mend what can be mended"),
                FlagSpec("online", help: "Ask the server, too, whether it answers"),
            ], group: "Look after it"),
        CommandSpec(
            "completion", summary: "Print what completes command lines in a shell",
            examples: [
                CommandExample("source <(postil completion bash)", "now, in this shell"),
                CommandExample("postil completion fish > ~/.config/fish/completions/postil.fish"),
            ],
            arguments: [ArgumentSpec("SHELL", help: "bash, zsh or fish")], group: "Look after it"),
        CommandSpec(
            "man", summary: "Print a manual page, or write them all",
            examples: [
                CommandExample("postil man mark | man -l -"),
                CommandExample("postil man --dir ~/.local/share/man"),
            ],
            arguments: [ArgumentSpec("COMMAND", .optional, help: "A command or a topic")],
            flags: [FlagSpec("dir", short: "d", value: .one("DIR"), help: "Write all pages there")],
            group: "Look after it"),
        CommandSpec("version", summary: "Print the version", group: "Look after it"),
    ]
}
