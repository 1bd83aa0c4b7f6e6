import CommandLine

extension Topics {
    static let json = HelpTopic(
        "json", summary: "What --json and --jsonl print, and what may be built on it",
        text: """
            --json prints one object on one line, with "v":1. Within a version members are only \
            added. Lists put what they list into "items"; add puts it into "articles"; a command \
            that makes or changes something prints that. --jsonl prints each item on a line of its \
            own. Ids are whole, times RFC 3339 in UTC, positions half-open ranges of code points.

            An annotation (list, show, mark, note, reply, edit, tag, close, reopen, reattach):

              id           32 letters; any unique beginning of it can be typed
              doc          the article's id
              motivation   highlighting, commenting or replying
              created      when it was made; null if nobody knows
              modified     when it was changed last; null likewise
              creator      id (null without an account), name
              quote        exact, prefix, suffix; null for a note on a whole article
              position     start, end, unit: where it is in the newest text
              anchor       state (exact, moved, edited, uncertain, orphan or waiting),
                           score from 0 to 1, version: the hash of the text it was made on
              body         value, format
              tags         a list, sorted
              color        null if it has none
              status       open or closed
              set          the name of its set
              replies      how many
              parent       what it answers
              deleted      whether it, or its article, is deleted
              unsynced     whether the server is yet to get something of it
              conflicts    fields with two values beside each other
              source       the article's address
              origin       format, id, creator: only if it was made in another program

            show adds to an annotation what answers it, as "thread": annotations in reading order, \
            each with its parent.

            An article (docs, add, show):

              id           32 hex digits
              title        what it is called
              version      the hash of its newest text
              versions     how many there are
              url          where it is from
              added        when it came
              set          the name of its set
              notes        how many, in docs and show
              quotesOnly   whether its text is not here
              deleted      whether it is deleted
              unsynced     whether the server is yet to get something of it
              conflicts    fields with two values beside each other

            show adds to an article its "texts", the newest first: version, added, by, format \
            (plain or markdown). With --history, show adds to both a "history", the oldest first: \
            time, by, what, field, before, after, diff (of texts), refused, unsynced.

            What lies in the drawer (drawer, and what sync and status tell of it):

              number       what drawer takes; only if it lies there
              reason       not-allowed, depends, gone, unknown-class, malformed, removed
                           or lost-base
              kind         what it was: note, reply, edit, tag, colour, place and so on
              set          the id of its set
              setName      the name of its set
              time         when it was written
              text         what was typed
              quote        the passage, if it was on one
              doc          the article's id, if it was on one

            sync and import with --jsonl tell how far they are, once that takes half a second: a \
            line each with "type":"progress" and sentBytes and receivedBytes, or records. Their \
            last line is what --json prints, with "type":"done" and "code", how the program ends; \
            after a failure there is none.

            A failure leaves standard output empty, but for such lines before it, and puts one \
            object on standard error: in \
            "error" a code to act on, a message, exit (postil help exit-codes), evidence and \
            hints, the last two as lists of lines.

              postil list tag:todo --json
              postil docs --jsonl
              postil sync --jsonl
              postil show @ --history --json
            """)
}
