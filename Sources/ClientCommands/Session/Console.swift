/// What a command talks to: the streams and what they lead to.
public struct Console {
    /// Writes text to standard output.
    public let out: (String) -> Void
    /// Writes text to standard error.
    public let err: (String) -> Void
    /// Reads all of standard input; nil if it cannot be read.
    public let input: () -> [UInt8]?
    /// Opens an editor and returns what was saved; nil if it failed or nothing was saved.
    public let edit: (EditorCall) -> String?
    /// Where the text of the editor lies until it is discarded; nil if nowhere.
    public let draft: () -> String?
    /// Takes the editor's text away, once the store has it.
    public let discardDraft: () -> Void
    /// Shows a text by a pager's command line; false if that could not be started.
    public let page: (String, String) -> Bool
    /// Whether standard input is a terminal.
    public let isInputTerminal: Bool
    /// Whether standard output is a terminal.
    public let isOutputTerminal: Bool
    /// Whether standard error is a terminal.
    public let isErrorTerminal: Bool
    /// Columns of the terminal.
    public let columns: Int
    /// Lines of the terminal; nil if nobody knows.
    public let rows: Int?
    /// The folder in which the person stands.
    public let workingFolder: String
    /// The environment.
    public let environment: [String: String]
    /// Milliseconds since 1970.
    public let now: () -> UInt64
    /// When output is coloured.
    var colourRule = ColourRule.auto
    /// Whether requests and the store's work are told on standard error.
    var isVerbose = false
    /// Whether how far something is goes to a program, as events.
    var tellsEvents = false

    /// Takes the parts.
    public init(
        out: @escaping (String) -> Void, err: @escaping (String) -> Void,
        input: @escaping () -> [UInt8]?, edit: @escaping (EditorCall) -> String?,
        draft: @escaping () -> String?, discardDraft: @escaping () -> Void,
        page: @escaping (String, String) -> Bool = { _, _ in false },
        isInputTerminal: Bool, isOutputTerminal: Bool, isErrorTerminal: Bool, columns: Int,
        rows: Int? = nil, workingFolder: String = ".", environment: [String: String],
        now: @escaping () -> UInt64
    ) {
        self.out = out
        self.err = err
        self.input = input
        self.edit = edit
        self.draft = draft
        self.discardDraft = discardDraft
        self.page = page
        self.isInputTerminal = isInputTerminal
        self.isOutputTerminal = isOutputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.columns = columns
        self.rows = rows
        self.workingFolder = workingFolder
        self.environment = environment
        self.now = now
    }

    /// Where it is shown how far something is; nil where nobody looks.
    var progressLine: ProgressLine? {
        if tellsEvents { return ProgressLine(.events) }
        return isErrorTerminal ? ProgressLine(.line) : nil
    }

    /// Whether standard output is coloured.
    var isColoured: Bool { isColoured(isOutputTerminal) }

    /// The same for standard error.
    var isErrorColoured: Bool { isColoured(isErrorTerminal) }

    private func isColoured(_ isTerminal: Bool) -> Bool {
        switch colourRule {
        case .auto: isTerminal && environment["TERM"] != "dumb"
        case .always: true
        case .never: false
        }
    }
}
