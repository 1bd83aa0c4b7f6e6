import JSON

/// Why a command did not do what it was asked, told to a person and to a script.
///
/// The texts may quote what other people wrote: every rendering escapes what a terminal would obey.
public struct CommandFailure: Error, Sendable, Equatable {
    /// The exit status of the program.
    public let status: ExitStatus
    /// A stable word for scripts, such as `quote-not-found`.
    public let code: String
    /// One sentence that begins in lower case: what was tried, on what, and what came of it.
    public let what: String
    /// What the sentence rests on, a line each.
    public let evidence: [String]
    /// What to type or do next, a line each, the likeliest first.
    public let hints: [String]

    /// Makes a failure; without a code, the name of the status stands for it.
    public init(
        _ status: ExitStatus, code: String? = nil, _ what: String, evidence: [String] = [],
        hints: [String] = []
    ) {
        self.status = status
        self.code = code ?? "\(status)"
        self.what = what
        self.evidence = evidence
        self.hints = hints
    }

    /// The message for standard error: the sentence, the evidence, and last the hints, because
    /// the eye ends there; each line ends with a newline.
    public func terminalText(isColoured: Bool = false) -> String {
        let (bold, plain) = isColoured ? ("\u{1B}[1;31m", "\u{1B}[0m") : ("", "")
        var text = "\(bold)error:\(plain) \(TerminalSafe.line(what))\n"
        if !evidence.isEmpty {
            text += "\n"
            for line in evidence.flatMap(CommandFailure.lines) { text += "  \(line)\n" }
        }
        if !hints.isEmpty {
            text += "\n"
            for (index, line) in hints.flatMap(CommandFailure.lines).enumerated() {
                text += (index == 0 ? "hint: " : "      ") + line + "\n"
            }
        }
        return text
    }

    /// The failure as one line of JSON, `{"v":1,"error":{…}}`, without a newline.
    public var json: String {
        var writer = JSONWriter()
        writer.object { whole in
            whole.member("v", 1)
            whole.object("error") { error in
                error.member("code", code)
                error.member("message", what)
                error.member("exit", Int(status.rawValue))
                error.member("evidence", evidence)
                error.member("hints", hints)
            }
        }
        return writer.text
    }

    private static func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { TerminalSafe.line(String($0)) }
    }
}
