import CommandLine

/// A small program that has every kind of command, flag and place.
enum SampleTable {
    static let table = CommandTable(
        program: "margin", summary: "Notes beside texts.", groups: ["Read", "Share"],
        commands: [
            CommandSpec(
                "mark", aliases: ["highlight"], summary: "Highlight a passage",
                description: "The passage is found as typed, with straight quotes for curly ones.\n"
                    + "If it occurs more than once, say which with --nth.",
                examples: [
                    CommandExample("margin mark @@ \"two words\"", "Mark two words"),
                    CommandExample("margin mark @@ word --nth 2"),
                    CommandExample("margin mark @@ - < passage.txt", "Read the passage"),
                ],
                arguments: [
                    ArgumentSpec("DOC", help: "Article"),
                    ArgumentSpec("QUOTE", help: "Passage, or -"),
                ],
                flags: [
                    FlagSpec("message", short: "m", value: .one("TEXT"), help: "Comment on it"),
                    FlagSpec("tag", short: "t", value: .list("TAG"), help: "Tag it"),
                    FlagSpec("nth", value: .one("N"), help: "Take the Nth place, counted from 1"),
                    FlagSpec(
                        "closest", short: "x",
                        help: "Take the passage that is most like the quote when it is not there"),
                ], group: "Read"),
            CommandSpec(
                "tag", summary: "Add and remove tags",
                arguments: [ArgumentSpec("ANN"), ArgumentSpec("TAGS", .any)],
                flags: [FlagSpec("query", value: .one("Q"), help: "All that match")], group: "Read",
                takesSignedWords: true),
            CommandSpec(
                "add", summary: "Bring in articles", arguments: [ArgumentSpec("SOURCE", .many)],
                flags: [FlagSpec("title", value: .one("T"), help: "Its title")], group: "Read"),
            CommandSpec(
                "list", summary: "Show notes", arguments: [ArgumentSpec("QUERY", .optional)],
                flags: [FlagSpec("tag", short: "t", help: "Group by tag")], group: "Read"),
            CommandSpec(
                "set", summary: "Make and share sets", group: "Share",
                children: [
                    CommandSpec(
                        "new", summary: "Make a set", arguments: [ArgumentSpec("NAME")]),
                    CommandSpec(
                        "invite", summary: "Invite people", arguments: [ArgumentSpec("S")],
                        flags: [FlagSpec("role", value: .one("R"), help: "Their role")]),
                ]),
            CommandSpec("complete", summary: "For the shell"),
        ],
        globalFlags: [
            FlagSpec("json", help: "Print JSON"),
            FlagSpec("store", value: .one("DIR"), help: "Use another store"),
            FlagSpec("verbose", short: "v", help: "Say more"),
            FlagSpec("version", help: "Print the version"),
        ],
        examples: [CommandExample("margin add text.html && margin list")],
        topics: [
            HelpTopic("query", summary: "How to ask", text: "Words are joined by and.\n\n  tag:x")
        ])

    static let parser = CommandParser(table)
}
