import CommandLine
import JSON

/// What a command has to say, in each of the forms it may be asked for.
struct Reply {
    /// The members of the JSON object behind `"v":1`.
    var json: (inout JSONWriter) -> Void
    /// The text for a person.
    var text: String
    /// One record a line with tabs, for a pipe; the text if nil.
    var plain: String?
    /// One JSON object an item, for `--jsonl`; the JSON object if nil.
    var lines: [(inout JSONWriter) -> Void]?
    /// Whether the text is one JSON object a line already.
    var isJSONLines = false
    /// Whether a person reads the text page by page.
    var isPaged = false
    /// How the program ends.
    var status: ExitStatus

    init(
        text: String, plain: String? = nil, status: ExitStatus = .done,
        lines: [(inout JSONWriter) -> Void]? = nil,
        json: @escaping (inout JSONWriter) -> Void
    ) {
        self.text = text
        self.plain = plain
        self.status = status
        self.lines = lines
        self.json = json
    }

    /// A list, `{"v":1,"items":[…]}`, which may be long.
    static func list(
        text: String, plain: String, items: [(inout JSONWriter) -> Void]
    ) -> Reply {
        var reply = Reply(text: text, plain: plain, lines: items) { whole in
            whole.array("items") { list in
                for item in items { list.object { item(&$0) } }
            }
        }
        reply.isPaged = true
        return reply
    }
}
