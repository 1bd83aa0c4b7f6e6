import CommandLine
import Testing

@Suite("HelpText")
struct HelpTextTests {
    @Test("the overview lists the commands by group")
    func overview() {
        #expect(
            HelpText(SampleTable.table, width: 60).overview() == """
                Notes beside texts.

                Usage:  margin COMMAND [flags]

                Read
                  mark   Highlight a passage
                  tag    Add and remove tags
                  add    Bring in articles
                  list   Show notes

                Share
                  set    Make and share sets

                Topics
                  query  How to ask

                Flags
                      --json       Print JSON
                      --store DIR  Use another store
                  -v, --verbose    Say more
                      --version    Print the version
                  -h, --help       Show help

                Examples
                  margin add text.html && margin list

                More:  margin help COMMAND

                """)
    }

    @Test("short help is usage, flags and two examples")
    func short() {
        #expect(
            HelpText(SampleTable.table, width: 60).command(["mark"], isLong: false) == """
                Highlight a passage

                Usage:  margin mark DOC QUOTE [flags]

                Words
                  DOC    Article
                  QUOTE  Passage, or -

                Flags
                  -m, --message TEXT  Comment on it
                  -t, --tag TAG       Tag it (more than once)
                      --nth N         Take the Nth place, counted from 1
                  -x, --closest       Take the passage that is most like the
                                      quote when it is not there

                Examples
                  margin mark @@ "two words"
                      Mark two words
                  margin mark @@ word --nth 2

                More:  margin help mark

                """)
    }

    @Test("long help says everything")
    func long() {
        #expect(
            HelpText(SampleTable.table, width: 60).command(["mark"], isLong: true) == """
                Highlight a passage

                Usage:  margin mark DOC QUOTE [flags]

                The passage is found as typed, with straight quotes for
                curly ones.
                If it occurs more than once, say which with --nth.

                Words
                  DOC    Article
                  QUOTE  Passage, or -

                Flags
                  -m, --message TEXT  Comment on it
                  -t, --tag TAG       Tag it (more than once)
                      --nth N         Take the Nth place, counted from 1
                  -x, --closest       Take the passage that is most like the
                                      quote when it is not there

                Flags of every command
                      --json       Print JSON
                      --store DIR  Use another store
                  -v, --verbose    Say more
                      --version    Print the version
                  -h, --help       Show help

                Examples
                  margin mark @@ "two words"
                      Mark two words
                  margin mark @@ word --nth 2
                  margin mark @@ - < passage.txt
                      Read the passage

                Also called:  highlight

                """)
    }

    @Test("a command that holds others lists them")
    func nested() {
        #expect(
            HelpText(SampleTable.table, width: 60).command(["set"], isLong: false) == """
                Make and share sets

                Usage:  margin set COMMAND

                Commands
                  new NAME  Make a set
                  invite S  Invite people

                More:  margin help set

                """)
    }

    @Test("a topic is shown as written, its prose wrapped")
    func topic() {
        let text = HelpText(SampleTable.table).text(HelpRequest(["query"], isLong: true))
        #expect(text == "How to ask\n\nWords are joined by and.\n\n  tag:x\n")
    }

    @Test("no line of prose is wider than asked", arguments: [40, 50, 78, 120])
    func width(_ width: Int) {
        let help = HelpText(SampleTable.table, width: width)
        let pages = [help.overview(), help.command(["mark"], isLong: true)]
        for line in pages.joined().split(separator: "\n") where !line.contains("margin ") {
            #expect(TextWidth.columns(String(line)) <= width, "\(line)")
        }
    }
}
