import CommandLine

/// The text of a comment as a person gives it: a flag, standard input, or the editor.
enum Comment {
    /// What `-m` says; `-m -` reads standard input; nil without `-m`.
    static func given(_ session: Session) throws -> String? {
        guard let text = session.command.value("message") else { return nil }
        return text == "-" ? try decoded(session.input()) : text
    }

    /// What `-m` says or, on a terminal, what is typed into the editor over `text`.
    static func needed(_ session: Session, over text: String = "") throws -> String {
        if let given = try given(session) { return given }
        guard session.mayAsk, session.console.isOutputTerminal else {
            throw CommandFailure(
                .decisionNeeded, code: "message-needed", "there is no text to write",
                hints: ["give it with -m TEXT, or from standard input with -m -"])
        }
        guard let edited = try session.edit(text) else {
            throw CommandFailure(
                .failed, code: "editor", "the editor gave no text",
                evidence: ["nothing was written"], hints: ["give the text with -m TEXT"])
        }
        return trimmed(edited)
    }

    /// What an edit makes of a text; an emptied file is not meant to clear it, as with git, nor is
    /// a pipe that brought nothing.
    static func changed(_ session: Session, over text: String, of word: String) throws -> String {
        let isTyped = session.command.value("message").map { $0 != "-" } ?? false
        let changed = try needed(session, over: text)
        guard !isTyped, isBlank(changed), !isBlank(text) else { return changed }
        session.console.discardDraft()
        throw CommandFailure(
            .failed, code: "empty-text", "the text is empty",
            evidence: ["nothing was changed"],
            hints: ["to clear it: postil edit \(word) -m ''", "to delete it: postil rm \(word)"])
    }

    /// What is to be written anew: text that is more than white space.
    static func written(_ session: Session) throws -> String {
        let text = try needed(session)
        guard !isBlank(text) else {
            session.console.discardDraft()
            throw CommandFailure(
                .failed, code: "empty-text", "the text is empty", evidence: ["nothing was written"],
                hints: ["give it with -m TEXT, or from standard input with -m -"])
        }
        return text
    }

    private static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    /// Standard input as text, without the line end at its end.
    static func decoded(_ octets: [UInt8]) throws -> String {
        guard let text = String(validating: octets, as: UTF8.self) else {
            throw CommandFailure(
                .failed, code: "not-utf8", "standard input is not UTF-8",
                evidence: ["nothing was written"],
                hints: ["make it UTF-8 first: iconv -f ISO-8859-1 -t UTF-8 FILE"])
        }
        return trimmed(text)
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
        return String(scalars)
    }
}
