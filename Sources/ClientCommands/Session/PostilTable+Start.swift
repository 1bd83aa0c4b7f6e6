import CommandLine

/// What brings articles and people in.
extension PostilTable {
    static let start = [
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
                FlagSpec("url", value: .one("URL"), help: "Where the text is from"),
                FlagSpec(
                    "for", value: .one("DOC"),
                    help: "The article that it is a version of, also one with quotes only"),
                set,
            ], group: "Start"),
        CommandSpec(
            "import", summary: "Take in highlights and notes from other programs",
            description:
                "What was taken in before is left as it is, or follows what was changed there, "
                + "unless it was changed here as well. Authors, dates, threads and what else a "
                + "record says are kept. Notes on articles that are not here keep their quotes "
                + "and find their place once the text is added. Ends with 6 if a record was not "
                + "understood; the others are in.",
            examples: [
                CommandExample("postil import annotations.json -n", "look before"),
                CommandExample("postil import \"My Clippings.txt\" --from kindle --set books"),
            ],
            arguments: [ArgumentSpec("FILE", .many, help: "A file; - reads standard input")],
            flags: [
                FlagSpec(
                    "from", value: .one("FORMAT"),
                    help: "The format, if it cannot be told from "
                        + "the file: postil help formats"),
                FlagSpec("dry-run", short: "n", help: "Say what would come in, and change nothing"),
                FlagSpec("again", help: "Bring back what was deleted here"), set,
            ], group: "Start"),
        CommandSpec(
            "login", summary: "Join a server, or add this machine to your account",
            examples: [
                CommandExample("postil login https://notes.example.org --invite 7KQ2-9FMX-4TWD")
            ],
            arguments: [
                ArgumentSpec("URL", .optional, help: "The server; sync.server if not said")
            ],
            flags: [
                FlagSpec("invite", value: .one("CODE"), help: "The code you were given"),
                FlagSpec("user", value: .one("NAME"), help: "The name of the new account"),
                FlagSpec("device", value: .one("NAME"), help: "What this machine is called"),
                FlagSpec("allow-insecure", help: "Allow plain http beyond this machine"),
            ], group: "Start"),
    ]
}
