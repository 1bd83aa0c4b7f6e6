import CommandLine

/// Help on things that are no commands.
enum Topics {
    static let all = [query, json, formats, settings, exitCodes, environment]

    private static let query = HelpTopic(
        "query", summary: "What list, docs, export and --query understand",
        text: """
            Conditions side by side must all hold; or, not (or -) and ( ) put them together. In a \
            shell, put the whole into single quotes: postil list 'todo or (ada -is:closed)'

              word            the beginning of a word of text, quote, tag or author
              "a phrase"      these whole words in a row; "a phra"* its beginning
              tag:x           the tag, whatever its case
              user:ada        who made it; user:me is you
              set:press       the set
              doc:7c1e        the article, by the beginning of its id
              url:example     a part of the article's address            (also uri:)
              quote:word      words that are highlighted
              note:"a b"      words of the text                          (also text:)
              color:green     yellow, orange, pink, green, blue, purple  (also colour:)
              is:open         is:closed; the state of the thread
              is:reply        an answer; is:page: a note on a whole article
              is:private      in your personal set; is:imported: made in another program
              is:unsynced     not yet with the server; is:conflict: two values of a field
              is:moved        in other surroundings; is:edited: its words were changed
              is:uncertain    in several places, perhaps; is:orphan: its words are gone
              is:deleted      deleted, or on a deleted article; only these words find such
              has:note        has a text; has:tag, has:reply
              since:7d        made since then: 30min, 12h, 7d, 2w, today, 2026-11-01
              until:2026-11-01  made up to the end of that day (days are UTC); what has
                                no date is found by neither
              sort:oldest     what was made first comes first; else sort:newest
              sort:place      as read shows them: by article, and there by place

            Case, accents and punctuation do not count: cafe finds Café, don't finds don’t. A word \
            finds longer ones that begin so, light also lighthouse; quote it to mean it whole. \
            In scripts without spaces (Chinese, Japanese, Thai and others) signs are found \
            wherever they stand.

            Of an article, for docs, each condition holds if it holds of its title, its address or \
            of one of its notes.

              postil list tag:todo is:open
              postil list '"placed on the market" or quote:supplier*' --limit 5
              postil list 'user:ada since:7d -has:reply'
              postil list doc:7c1e sort:place
              postil docs is:orphan
              postil tag --query 'tag:later since:2026-11-01' +urgent
              postil close --query 'tag:done is:open'
              postil rm --query 'is:closed until:2026-01-01' --dry-run
            """)

    private static let exitCodes = HelpTopic(
        "exit-codes", summary: "How the program ends",
        text: """
              0  done, merges and conflicts included
              1  failed
              2  usage: a command, flag or word that does not exist
              3  not found, also a quote that is not there; list -q: nothing found
              4  login needed, or not allowed
              5  network; trying again is safe
              6  done in part: something was refused, or left out
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
              POSTIL_PAGER     the pager of long texts; then read.pager, PAGER, less -FIRX
              POSTIL_SERVER    the server that login joins
              NO_COLOR         no colours, if it is not empty
              CLICOLOR_FORCE   colours also in a pipe; FORCE_COLOR is the same
              TERM             dumb: no colours
              COLUMNS          how wide the terminal is; LINES: how high
              XDG_DATA_HOME    the store is in its postil folder
              XDG_CONFIG_HOME  your settings are in its postil folder
              POSTIL_SYSTEM_CONFIG
                               instead of /etc/postil/config
            """)

    private static let settings = HelpTopic(
        "settings", summary: "What may be set, and where",
        text: """
            A flag beats the environment, which beats ./.postil, your own file, \
            and /etc/postil/config. Where yours is: postil config path. Files have \
            sections, and comments behind # or ;

              [read]
                  width = 72           ; a comment
              [alias]
                  todo = list tag:todo is:open

            The file .postil in the folder where you stand belongs to a project. It \
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
