import CommandLine

/// Help on things that are no commands.
enum Topics {
    static let all = [query, settings, exitCodes, environment]

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
            POSTIL_STORE     the store's folder; --store beats it
            POSTIL_CONFIG    the file of your settings; --config beats it
            POSTIL_EDITOR    the editor; then core.editor, VISUAL, EDITOR
            POSTIL_PAGER     the pager of read; then read.pager, PAGER, less -FIRX
            POSTIL_SERVER    the server that login joins
            NO_COLOR         no colours, if it is not empty
            CLICOLOR_FORCE   colours also in a pipe; FORCE_COLOR is the same
            TERM             dumb: no colours
            COLUMNS          how wide the terminal is
            XDG_DATA_HOME    the store is in its postil folder
            XDG_CONFIG_HOME  your settings are in its postil folder
            POSTIL_SYSTEM_CONFIG  instead of /etc/postil/config
            """)

    private static let settings = HelpTopic(
        "settings", summary: "What may be set, and where",
        text: """
            A flag beats the environment, which beats ./.postil, your own file,
            and /etc/postil/config. Where yours is: postil config path. Files have
            sections, and comments behind # or ;

              [read]
                  width = 72           ; a comment
              [alias]
                  todo = list tag:todo is:open

            The file .postil in the folder where you stand belongs to a project. It
            may say set, tag and store, without a section, and nothing else.

            The settings:
            \(keys)
              alias.NAME   What NAME stands for as the first word of a command line
            """)

    private static var keys: String {
        ConfigKey.all.map { "  \(TextWidth.padded($0.name, 13))\($0.says)" }
            .joined(separator: "\n")
    }
}
