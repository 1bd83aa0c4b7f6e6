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
}
