import Foundation
import Testing

/// What cannot be done is told with a sentence, what it rests on, a hint that works when it is
/// pasted, and the exit code that `postil help exit-codes` names.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct BadInputTests {
    @Test(arguments: misunderstood + failed)
    func `what is mistyped or cannot be read is told`(provocation: Provocation) throws {
        try provocation.check(at: Prompt())
    }

    private static let misunderstood = [
        Provocation(line: "postil annote", status: 2, says: "no command “annote”. Did you mean"),
        Provocation(line: "postil list --limt 3", status: 2, says: "Did you mean “--limit”?"),
        Provocation(line: "postil list --limit none", status: 2, says: "--limit takes a number"),
        Provocation(line: "postil mark @@", status: 2, says: "needs QUOTE"),
        Provocation(line: "postil read @@ --width 5", status: 2, says: "from 20 to 1000, not “5”"),
        Provocation(
            line: "postil list '\"abc'", status: 2, says: "quote is not closed", shows: ["^"]),
        Provocation(line: "postil export --to w3x", status: 2, says: "Did you mean “w3c”?"),
        Provocation(
            line: "postil completion tcsh", status: 2, says: "“tcsh” is no shell"),
        Provocation(
            line: "postil tag @ todo", status: 2, says: "no tag was given", fill: ["ANN": "@"]),
        Provocation(
            line: "postil rm", status: 2, says: "nothing was named", fill: ["ANN": "@"]),
        Provocation(
            line: "postil export --to markdown", status: 2, says: "needs a folder",
            fill: ["FOLDER": "notes"]),
        Provocation(
            line: "postil set new personal", status: 2, says: "is a set that is there already"),
        Provocation(
            line: "postil add quay.txt --for @@ --url u", status: 2, says: "leave out the others"),
        Provocation(
            line: "postil add 'https://example.org/a?b=1&c=$(x)'", status: 1, says: "not fetched",
            fill: ["FILE": "quay.txt"]),
    ]

    private static let failed = [
        Provocation(
            line: ": > empty.txt; postil add empty.txt", status: 1, says: "no text",
            shows: ["nothing was added"]),
        Provocation(
            line: "postil reply @ -m ' '", status: 1, says: "the text is empty",
            shows: ["nothing was written"], isPasteable: false),
        Provocation(
            line: "postil import quay.txt", status: 1, says: "cannot tell what quay.txt is",
            shows: ["nothing was imported"], isPasteable: false),
        Provocation(
            line: "postil add .", status: 1, says: "cannot read .: Is a directory",
            shows: ["nothing was added"]),
        Provocation(
            line: "postil export -o . --force", status: 1, says: "cannot write .: Is a directory"),
        Provocation(
            line: "printf 'a\\351' | postil mark @@ -", status: 1, says: "is not UTF-8",
            shows: ["nothing was written"], isPasteable: false),
    ]

    @Test(arguments: absent + several + dangerous)
    func `what is not there, not alone or dangerous is told`(provocation: Provocation) throws {
        try provocation.check(at: Prompt())
    }

    private static let absent = [
        Provocation(
            line: "postil mark @@ 'it came bakc' -m 'isn'\\''t it' -t new", status: 3,
            says: "cannot find that passage", shows: ["looked for   it came bakc", "closest is"]),
        Provocation(
            line: "postil mark @@ 'nothing like it'", status: 3, says: "cannot find that passage",
            shows: ["looked for   nothing like it"]),
        Provocation(line: "postil reattach @ 'eelgras sit'", status: 3, says: "cannot find"),
        Provocation(line: "postil read nix", status: 3, says: "there is no article “nix”"),
        Provocation(line: "postil show zzzz", status: 3, says: "there is no annotation “zzzz”"),
        Provocation(line: "postil undo 77", status: 3, says: "there is no change 77"),
        Provocation(line: "postil redo", status: 3, says: "nothing was taken back"),
        Provocation(line: "postil export --set nix", status: 3, says: "there is no set “nix”"),
        Provocation(
            line: "postil add nix.txt", status: 3, says: "cannot read nix.txt: No such file",
            shows: ["nothing was added"]),
        Provocation(
            line: "postil import home/none/a.csv", status: 3, says: "No such file",
            after: ["mkdir -p home"]),
        Provocation(
            line: "postil --store no/such add quay.txt", status: 3, says: "no/such",
            shows: ["nothing was changed"]),
        Provocation(
            line: "postil config get read.width", status: 3, says: "read.width is not set",
            fill: ["VALUE": "72"]),
        Provocation(
            line: "postil --config 'my file' list", status: 3, says: "there is no file my file",
            fill: ["KEY": "read.width", "VALUE": "72"]),
        Provocation(
            line: "postil reply @ -m x", status: 3, says: "was deleted", after: ["postil rm @"]),
    ]

    private static let several = [
        Provocation(
            line: "postil mark @@ 'the same words' -m 'a  b'", status: 7,
            says: "that passage occurs 2 times", shows: ["[[the same words]]"]),
        Provocation(
            line: "postil reattach @ 'the same words'", status: 7, says: "occurs 2 times"),
        Provocation(
            line: "postil edit @", status: 7, says: "there is no text", isPasteable: false),
        Provocation(
            line: "postil annotate @@", status: 7, says: "an editor needs a terminal",
            after: ["cp quay.txt marked.txt"], fill: ["FILE": "marked.txt"]),
        Provocation(
            line: "postil config edit", status: 7, says: "an editor needs a terminal",
            fill: ["KEY": "read.width", "VALUE": "72"]),
        Provocation(
            line: "postil set new press", status: 7, says: "there is a set “press”",
            after: ["postil set new press"]),
        Provocation(
            line: "postil read Quay", status: 7, says: "“Quay” could be 2 articles",
            after: ["echo Other Quay > b.txt; postil add b.txt"], isPasteable: false),
    ]

    private static let dangerous = [
        Provocation(
            line: "postil export -o 'my notes.jsonl'", status: 8, says: "exists already",
            shows: ["it is as it was"], after: ["touch 'my notes.jsonl'"]),
        Provocation(
            line: "postil rm --query 'tag:many or tag:todo'", status: 8,
            says: "would delete 12 things", shows: ["nothing was deleted"],
            after: [
                "for n in 1 2 3 4 5 6 7 8 9 10 11; do postil note @@ -m $n -t many; done >/dev/null"
            ]),
        Provocation(
            line: "postil login http://192.0.2.1 --invite CODE", status: 8,
            says: "is without encryption", shows: ["nothing was sent"], isPasteable: false),
    ]

    @Test func `a hint that is pasted does all that was asked`() throws {
        let prompt = try Prompt()
        for line in [
            "postil mark @@ 'it came bakc' -m 'isn'\\''t $it' -t new -c pink",
            "postil mark @@ 'the same words' -m 'isn'\\''t $it' -t new -c pink",
        ] {
            let told = try Problem(try prompt.type(line + " --json").err)
            _ = try prompt.ask(try #require(told.commands.first))
            let note = try #require(try prompt.machine.items("list").first)
            #expect((note["body"] as? [String: Any])?["value"] as? String == "isn't $it")
            #expect(note["tags"] as? [String] == ["new"] && note["color"] as? String == "pink")
        }
        // What was read from standard input is not there a second time.
        let piped = try prompt.type("echo word | postil mark @@ 'the same words' -m - --json")
        #expect(try Problem(piped.err).commands.isEmpty)
    }

    @Test func `a name that somebody else chose is quoted where it is to be pasted`() throws {
        let prompt = try Prompt()
        let said = try prompt.ask("postil set new '; touch pwned #'")
        let command = try #require(said.components(separatedBy: "   ·   ").first)
        let line = try #require(command.components(separatedBy: "Next: ").last)
        _ = try prompt.ask(line.replacingOccurrences(of: "FILE", with: "quay.txt"))
        #expect(try prompt.type("test -e pwned").status == 1)
        #expect(try prompt.machine.items("docs").count == 2)
    }

    @Test func `done is 0, and list -q says by 3 that nothing is found`() throws {
        let prompt = try Prompt()
        for line in ["list -q tag:todo", "list -q", "list tag:none", "undo -n", "version -q"] {
            for json in ["", " --json"] {
                let done = try prompt.type("postil " + line + json)
                #expect(done.status == 0 && done.err.isEmpty, "\(line)")
            }
        }
        #expect(try prompt.type("postil list -q tag:none").status == 3)
        #expect(try prompt.type("postil list -q --json tag:none").status == 3)
    }
}
