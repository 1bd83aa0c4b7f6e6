/// What an editor is opened on.
public struct EditorCall: Sendable {
    /// The text that it shows.
    public let text: String
    /// The editor's command line; the path of the draft is put behind it.
    public let command: String
    /// Where the draft lies until its text is kept elsewhere; made if need be.
    public let folder: String
    /// How the draft's name ends, by which editors know what is in it.
    public let ending: String

    /// Joins the parts.
    public init(_ text: String, command: String, folder: String, ending: String) {
        self.text = text
        self.command = command
        self.folder = folder
        self.ending = ending
    }
}
