import CommandLine

/// What reads and writes the settings.
extension PostilTable {
    static let config = CommandSpec(
        "config", summary: "Your settings, and words of your own for command lines",
        description: "All settings, and where they are looked for: postil help settings",
        examples: [
            CommandExample("postil config set read.width 72"),
            CommandExample(
                "postil config set alias.todo \"list tag:todo is:open\"", "then: postil todo"),
            CommandExample("postil config list --origin", "what is set, and where"),
        ], group: "Look after it",
        children: [
            CommandSpec(
                "get", summary: "Print the value in force",
                arguments: [ArgumentSpec("KEY", help: "Such as read.width")]),
            CommandSpec(
                "set", summary: "Set a value in your file; comments and order stay",
                arguments: [ArgumentSpec("KEY"), ArgumentSpec("VALUE")]),
            CommandSpec(
                "unset", summary: "Take a value out of your file",
                arguments: [ArgumentSpec("KEY")]),
            CommandSpec(
                "list", summary: "List what is set",
                flags: [FlagSpec("origin", help: "Say where each value is from")]),
            CommandSpec("path", summary: "Print where your file is"),
            CommandSpec("edit", summary: "Open your file in the editor"),
        ])
}
