package import CommandLine

/// What `postil-server` understands.
package enum ServerCommands {
    package static let table = CommandTable(
        program: "postil-server",
        summary: "Keeps the shared articles and notes of many people in step.",
        groups: ["Serving", "Administration"],
        commands: [serve, admin, version],
        globalFlags: [
            FlagSpec("data", value: .one("DIR"), help: "The data folder (POSTIL_DATA)"),
            FlagSpec("json", help: "Answer in JSON"),
        ],
        examples: [
            CommandExample("postil-server serve --data ./data", "serve this machine alone"),
            CommandExample("postil-server admin invite --data ./data", "let somebody in"),
        ])

    private static let serve = CommandSpec(
        "serve", summary: "Serve until told to stop",
        description: """
            Prints “listening on URL” once it listens, logs a line a request to standard error, \
            and ends within ten seconds on SIGTERM or SIGINT.
            Every flag has a variable: POSTIL_LISTEN, POSTIL_URL, POSTIL_MAX_BODY, POSTIL_LOG.
            """,
        examples: [
            CommandExample("postil-server serve --data ./data --listen 127.0.0.1:0", "any port")
        ],
        flags: [
            FlagSpec(
                "listen", value: .one("HOST:PORT"),
                help: "Where to listen; 127.0.0.1:8080 by default, port 0 picks one"),
            FlagSpec("url", value: .one("URL"), help: "What people type, behind a proxy"),
            FlagSpec("max-body", value: .one("BYTES"), help: "The longest body of a request"),
            FlagSpec("log", value: .one("FORM"), help: "text or json"),
            FlagSpec("print-config", help: "Show the settings and stop"),
        ], group: "Serving")

    private static let admin = CommandSpec(
        "admin", summary: "Look after a server, running or stopped", group: "Administration",
        children: [
            CommandSpec(
                "invite", summary: "Make a code for a new account",
                flags: [FlagSpec("admin", help: "The account may administer the server")]),
            CommandSpec(
                "user", summary: "Look after accounts",
                children: [
                    CommandSpec("list", summary: "Show all accounts"),
                    CommandSpec(
                        "disable", summary: "Shut an account out",
                        arguments: [ArgumentSpec("NAME")]),
                    CommandSpec(
                        "enable", summary: "Let an account in again",
                        arguments: [ArgumentSpec("NAME")]),
                ]),
            CommandSpec(
                "set", summary: "Look after sets",
                children: [
                    CommandSpec("list", summary: "Show all sets that have members"),
                    CommandSpec(
                        "release", summary: "Serve a set that waits for an owner's device",
                        description: """
                            After a restore a set waits until a device of one of its owners has \
                            synced: it may know of members that were removed since the backup. \
                            Releasing it gives that up.
                            """,
                        arguments: [ArgumentSpec("SET", .optional)],
                        flags: [FlagSpec("all", help: "All sets that wait")]),
                ]),
            CommandSpec("stats", summary: "Show how much there is"),
            CommandSpec(
                "check", summary: "Look for damage",
                description: """
                    Exits with 12 if there is any, or if any is left. With --deep, every row is \
                    read, every log followed, and every set worked out anew from its log beside \
                    the store and compared. --repair does the same, then backs the store up and \
                    mends what can be mended, also while the server runs: what follows from a log \
                    from the log; a record, an entry or a text that is gone from --from, if it is \
                    the one that the chain asks for. What nothing gives back is named, and kept \
                    in a file in the data folder.
                    """,
                flags: [
                    FlagSpec("deep", help: "Read everything"),
                    FlagSpec("repair", help: "Back the store up, then mend what can be mended"),
                    FlagSpec(
                        "from", value: .one("DIR"),
                        help: "A backup, or a device's store, that has what is gone here"),
                ]),
            CommandSpec(
                "backup", summary: "Copy the store into a new folder",
                arguments: [ArgumentSpec("DIR")]),
            CommandSpec(
                "compact", summary: "Cut the logs of all sets as far as a backup holds them",
                description: """
                    Reads the backup in DIR first, or makes one there if the folder is empty or \
                    missing. What is cut is kept in a shorter form, of which new devices are \
                    served; nothing that anybody wrote is left out. Devices cannot bring it back \
                    one record at a time any more, so keep this backup, or a later one: if you \
                    ever have to restore an older one, read “When a server was restored” first. \
                    Works while the server runs.
                    """,
                arguments: [ArgumentSpec("DIR")],
                flags: [
                    FlagSpec(
                        "keep", value: .one("N"),
                        help: "Newest records of each set that stay uncut; 1000 by default")
                ]),
            CommandSpec(
                "restore", summary: "Put a backup into an empty data folder",
                description: """
                    The server begins a new epoch: devices notice and bring back what they have.
                    """,
                arguments: [ArgumentSpec("DIR")]),
        ])

    private static let version = CommandSpec("version", summary: "Show the version")
}
