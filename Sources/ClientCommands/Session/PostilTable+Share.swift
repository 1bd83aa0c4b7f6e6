import CommandLine

/// What others see, and what can be taken back.
extension PostilTable {
    static let share = [
        CommandSpec(
            "set", summary: "Make, share and join annotation sets",
            description:
                "A set holds articles and the notes on them; who is in it has a role: a reader "
                + "reads, a commenter annotates, an editor also brings articles in and changes "
                + "what others wrote, an owner also decides who is in. The set personal is yours "
                + "alone.",
            examples: [
                CommandExample("postil set new press"),
                CommandExample("postil set invite press --role editor", "prints a code"),
                CommandExample("postil set join 7KQ2-9FMX-4TWD"),
            ], group: "Share and sync",
            children: setCommands),
        CommandSpec(
            "sync", summary: "Exchange changes with the server", description: aboutSync,
            examples: [
                CommandExample("postil sync"),
                CommandExample("postil sync -n", "what would be sent"),
            ],
            flags: [
                FlagSpec("dry-run", short: "n", help: "Say what would be sent, and send nothing"),
                onlySet,
            ], group: "Share and sync"),
        CommandSpec(
            "status", summary: "What is waiting, and what to look at",
            description:
                "Says first whether everything is safe; then what waits, what the server refused, "
                + "and what to look at, each with the command that shows it.",
            examples: [CommandExample("postil status")], group: "Share and sync"),
        CommandSpec(
            "drawer", summary: "See what was refused, and try it again or drop it",
            description: aboutDrawer,
            examples: [
                CommandExample("postil drawer", "what lies there, with numbers"),
                CommandExample("postil drawer 3", "all of one"),
                CommandExample("postil drawer 3 --again", "into the set once more"),
                CommandExample("postil drawer 3 4 --drop"),
                CommandExample("postil drawer --json > drawer.json", "a copy of it all"),
            ],
            arguments: [ArgumentSpec("NUMBER", .any, help: "As the list calls it; all if none")],
            flags: [
                FlagSpec("again", help: "Make the change anew in its set, if that is possible"),
                FlagSpec("drop", help: "Take it out of the drawer for good"),
                FlagSpec("all", help: "With --again or --drop: all that lies there"),
            ], group: "Share and sync"),
        CommandSpec(
            "merges", summary: "See what was merged, and take a side",
            description:
                "Without ANN, what is open: nobody has taken a side or written over it. With ANN, "
                + "what is settled, too. Where one field was changed again, the others are taken.",
            examples: [
                CommandExample("postil merges", "all that is open"),
                CommandExample("postil merges @ --take both"),
                CommandExample("postil merges @ --take mine --only colour"),
            ],
            arguments: [ArgumentSpec("ANN", .optional)],
            flags: [
                FlagSpec("take", value: .one("SIDE"), help: "mine, theirs or both"),
                FlagSpec(
                    "only", value: .one("FIELD"), help: "Of one field: text, colour and so on"),
            ],
            group: "Share and sync"),
        CommandSpec(
            "undo", summary: "Take back a change",
            description:
                "Without OP, the newest of which something is left to take back. What others did "
                + "since stays, and is named. Works after a sync, too.",
            examples: [
                CommandExample("postil undo"), CommandExample("postil undo 17", "as log calls it"),
            ],
            arguments: [ArgumentSpec("OP", .optional, help: "The number that log prints")],
            flags: [FlagSpec("dry-run", short: "n", help: "Say what it would do, and do nothing")],
            group: "Share and sync"),
        CommandSpec(
            "redo", summary: "Do again what was taken back",
            examples: [CommandExample("postil redo")], group: "Share and sync"),
        CommandSpec(
            "log", summary: "What was changed on this machine",
            examples: [
                CommandExample("postil log"),
                CommandExample("postil log @", "only what changed the last note"),
            ],
            arguments: [
                ArgumentSpec("ID", .optional, help: "Only what changed this annotation or article")
            ], group: "Share and sync"),
    ]

    private static let aboutDrawer = """
        The drawer holds, in this store alone, what you wrote and the server refused, and a copy \
        of what you wrote in sets that you are no member of any more. What is in its set again \
        leaves it by itself.

        A note, reply, edit, tag, colour or place can be made again, as a change of now. What was \
        dropped is gone: undo does not bring it back.
        """

    private static let aboutSync = """
        Everything works without a server. In one round trip, sync sends what was changed here \
        and brings what was changed elsewhere, of all sets. It is safe at any time, twice, and \
        after any failure: what the server did not take waits here, and nothing is sent double.

        What becomes of changes that meet:

          one text, two edits    both are kept, letter by letter
          colour, title, place, open or closed
                                 one is shown, the other stays beside it
          tags                   one that was put on stays, unless who took it off saw
          a deletion, an edit    an edit that the deletion did not see keeps the note

        No question is asked. What met is told once; postil merges has both sides, and postil \
        merges ID --take mine, theirs or both chooses.

        What the server refuses (your role in the set does not allow it any more, say) is taken \
        out of your view and kept, with its text, in the drawer: postil drawer shows it.

        Ends with 4 if a log-in is needed, 5 if the server could not be reached, 6 if it refused \
        something, 11 if the versions of program and server do not fit.
        """

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
