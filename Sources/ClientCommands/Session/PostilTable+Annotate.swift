import CommandLine

/// What reads articles and writes on them.
extension PostilTable {
    /// Which of several passages is meant.
    private static let passage = [
        FlagSpec("nth", value: .one("N"), help: "The N-th place, in reading order"),
        FlagSpec("before", value: .one("TEXT"), help: "The place behind this text"),
        FlagSpec("after", value: .one("TEXT"), help: "The place in front of this text"),
        FlagSpec("closest", help: "Take the closest passage if it is not there"),
    ]

    static let annotate = [
        CommandSpec(
            "read", summary: "Read an article with its highlights",
            description:
                "The text is at most 78 columns wide. Notes stand below the paragraph in which "
                + "their passage ends, or beside it where the terminal has room for a margin. "
                + "Lines that were wrapped by hand are shown as one paragraph; the text stays as "
                + "it is.",
            examples: [
                CommandExample("postil read @@"),
                CommandExample("postil read harbour --width 60 --notes below"),
            ],
            arguments: [
                ArgumentSpec("DOC", .optional, help: "An id, URL or title; @@ if not said")
            ],
            flags: [
                FlagSpec("width", value: .one("N"), help: "Columns of the text"),
                FlagSpec(
                    "notes", value: .one("WHERE"),
                    help: "auto, below or margin: where notes stand"),
            ],
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
            flags: [message, tag, colour] + passage, group: "Read and annotate"),
        CommandSpec(
            "annotate", summary: "Mark up a whole article in your editor",
            description:
                "Opens the text of the article. What you put in as {==a passage==} or as {==a "
                + "passage==}{>>a comment<<} becomes highlights; where the text itself was "
                + "changed, nothing does, and your file is kept.",
            examples: [
                CommandExample("postil annotate @@ -t todo"),
                CommandExample("postil annotate 7c1e --from marked.md", "without an editor"),
            ],
            arguments: [
                ArgumentSpec("DOC", .optional, help: "An id, URL or title; @@ if not said")
            ],
            flags: [
                tag, colour,
                FlagSpec("from", value: .one("FILE"), help: "Read the marked-up text from FILE"),
            ], group: "Read and annotate"),
        CommandSpec(
            "reattach", summary: "Put an annotation on other words of its article",
            description:
                "Without QUOTE, its own words are looked for again. Where they are not there any "
                + "more, say others, or take the closest.",
            examples: [
                CommandExample("postil reattach @ --closest"),
                CommandExample("postil reattach qpvu \"the words as they are now\""),
            ],
            arguments: [
                ArgumentSpec("ANN"),
                ArgumentSpec("QUOTE", .optional, help: "The passage; - reads standard input"),
            ], flags: passage, group: "Read and annotate"),
        CommandSpec(
            "note", summary: "Write a note on an article, or change a comment",
            examples: [
                CommandExample("postil note @@ -m \"on the whole article\""),
                CommandExample("postil note qpvu", "in your editor"),
            ],
            arguments: [ArgumentSpec("DOC|ANN")], flags: [message, tag],
            group: "Read and annotate"),
        CommandSpec(
            "reply", summary: "Answer an annotation",
            examples: [CommandExample("postil reply @ -m \"so it is\"")],
            arguments: [ArgumentSpec("ANN")],
            flags: [message], group: "Read and annotate"),
        CommandSpec(
            "edit", summary: "Change the text or the colour of an annotation",
            description:
                "Without -m or -c, opens the text in your editor; if it comes back empty, nothing "
                + "is changed. A highlight whose colour is taken off is shown in yellow, as one "
                + "that never had any.",
            examples: [
                CommandExample("postil edit @ -m \"better words\""),
                CommandExample("postil edit @ -m ''", "takes the text off"),
                CommandExample("postil edit qpvu -c green"),
                CommandExample("postil edit qpvu -c none", "takes the colour off"),
            ],
            arguments: [ArgumentSpec("ANN")], flags: [message, colour], group: "Read and annotate"),
        CommandSpec(
            "tag", summary: "Put tags on (+x) and take them off (-x)",
            description:
                "With --query, tags all that it finds. Where the first word is a tag to take off, "
                + "-- stands in front of it, as it does for a tag that is called as a flag is: "
                + "postil tag @ -- -n",
            examples: [
                CommandExample("postil tag @ +urgent -later"),
                CommandExample("postil tag --query \"tag:later since:7d\" +urgent -later"),
            ],
            arguments: [ArgumentSpec("ANN", .many, help: "Annotations, then +TAG and -TAG")],
            flags: [
                query,
                FlagSpec("dry-run", short: "n", help: "Say what would be tagged"),
            ],
            group: "Read and annotate", takesSignedWords: true),
        CommandSpec(
            "close", summary: "Close threads",
            examples: [
                CommandExample("postil close @"),
                CommandExample("postil close --query \"tag:done is:open\" --dry-run"),
            ],
            arguments: [ArgumentSpec("ANN", .any)],
            flags: [
                query,
                FlagSpec("dry-run", short: "n", help: "Say what would be closed"),
            ], group: "Read and annotate"),
        CommandSpec(
            "reopen", summary: "Open closed threads again",
            examples: [
                CommandExample("postil reopen @"),
                CommandExample("postil reopen --query \"tag:todo is:closed\""),
            ],
            arguments: [ArgumentSpec("ANN", .any)],
            flags: [
                query,
                FlagSpec("dry-run", short: "n", help: "Say what would be opened again"),
            ], group: "Read and annotate"),
        CommandSpec(
            "rm", summary: "Delete annotations or articles; undo takes it back",
            examples: [
                CommandExample("postil rm @"),
                CommandExample("postil rm --query \"tag:old is:closed\" --dry-run"),
            ],
            arguments: [ArgumentSpec("ANN|DOC", .any)],
            flags: [
                query,
                FlagSpec("dry-run", short: "n", help: "Say what would be deleted"),
                FlagSpec("yes", short: "y", help: "Delete more than ten at once"),
            ],
            group: "Read and annotate"),
    ]
}
