import CommandLine

/// What others see, and what can be taken back.
extension PostilTable {
    static let share = [
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
            "undo", summary: "Take back a change",
            description:
                "Without OP, the newest that was not taken back. What others did since stays, and "
                + "is named. Works after a sync, too.",
            examples: [
                CommandExample("postil undo"), CommandExample("postil undo 17", "as log calls it"),
            ],
            arguments: [ArgumentSpec("OP", .optional, help: "The number that log prints")],
            flags: [FlagSpec("dry-run", short: "n", help: "Say what it would do, and do nothing")],
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
}
