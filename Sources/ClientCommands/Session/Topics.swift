import CommandLine

/// Help on things that are no commands.
enum Topics {
    static let all = [query, exitCodes, environment]

    private static let query = HelpTopic(
        "query", summary: "What list and docs understand",
        text: """
            Words must all occur in the text, the quote, the tags or the author's name.
            A pair narrows it down:
              tag:x  user:ada  set:press  doc:7c1e  color:green  quote:word  note:word  url:word
              is:open  is:closed  is:reply  is:page  is:unsynced  is:conflict  is:orphan
              has:note  has:tag  has:reply
            """)

    private static let exitCodes = HelpTopic(
        "exit-codes", summary: "How the program ends",
        text: """
            0  done, merges and conflicts included
            1  failed
            2  usage: a command, flag or word that does not exist
            3  not found, also a quote that is not there
            4  login needed, or not allowed
            5  network; trying again is safe
            6  done in part: the server refused something
            7  a decision is needed: an ambiguous quote, id or name
            8  refused for safety
            9  the store is busy, full or not writable
            10 the store is damaged
            11 versions do not fit
            12 problems found
            130 stopped
            """)

    private static let environment = HelpTopic(
        "environment", summary: "Variables that are read",
        text: """
            POSTIL_STORE    the store's folder; --store beats it
            POSTIL_EDITOR   the editor; then VISUAL, then EDITOR
            NO_COLOR        no colours; FORCE_COLOR: colours also in a pipe
            XDG_DATA_HOME   the store is in its postil folder
            """)
}
