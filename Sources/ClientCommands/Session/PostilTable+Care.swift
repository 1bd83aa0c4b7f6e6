import CommandLine

/// What looks after the store, the machines and the program.
extension PostilTable {
    static let care = [
        CommandSpec(
            "device", summary: "Your machines",
            examples: [
                CommandExample("postil device add", "the line to type on your next machine"),
                CommandExample("postil device list"),
            ], group: "Look after it",
            children: [
                CommandSpec("add", summary: "Make a code that adds another machine"),
                CommandSpec("list", summary: "List the machines of your account"),
                CommandSpec(
                    "revoke", summary: "End a machine's log-in",
                    arguments: [ArgumentSpec("DEVICE", help: "Its name, or its id")],
                    flags: [
                        FlagSpec("yes", short: "y", help: "Shut out this very machine unasked")
                    ]),
            ]),
        CommandSpec(
            "logout", summary: "End this machine's log-in",
            description:
                "All that is in the store stays, also what was not sent. Ends with 6 if this "
                + "machine is logged out and the server could not be told.",
            examples: [CommandExample("postil logout")], group: "Look after it"),
        CommandSpec(
            "whoami", summary: "Who is logged in, and where",
            examples: [CommandExample("postil whoami")], group: "Look after it"),
        CommandSpec(
            "export", summary: "Write out sets, the same bytes on every machine that agrees",
            description:
                "With a QUERY, only the annotations that it finds, and the articles that they are "
                + "on; see: postil help query",
            examples: [
                CommandExample("postil export --set press -o press.jsonl"),
                CommandExample("postil export tag:published is:closed"),
                CommandExample("postil export --to markdown -o notes", "a file an article"),
            ],
            arguments: [ArgumentSpec("QUERY", .any)],
            flags: [
                onlySet,
                FlagSpec(
                    "to", value: .one("FORMAT"), help: "jsonl if not said: postil help formats"),
                FlagSpec("history", help: "With every change"),
                FlagSpec(
                    "output", short: "o", value: .one("FILE"),
                    help: "Write to FILE, or to a folder where an article is a file"),
                FlagSpec("force", help: "Overwrite FILE"),
            ], group: "Look after it", signedBeginnings: excluded),
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
        config,
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
        CommandSpec(
            "version", summary: "Print the version", examples: [CommandExample("postil version")],
            group: "Look after it"),
    ]
}
