import CommandLine
import Testing

@Suite("CommandParser")
struct CommandParserTests {
    private static func parse(_ line: String) throws(UsageError) -> ParsedCommand {
        try SampleTable.parser.parse(line.split(separator: " ").map(String.init))
    }

    private static func refusal(_ line: String) -> UsageError? {
        do throws(UsageError) {
            _ = try parse(line)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "flags mean the same wherever they stand",
        arguments: [
            "mark d q -m hi -t a -t b -x --json", "--json mark -x -t a d -t b q -mhi",
            "--json --message=hi -x mark d q --tag=a --tag b", "-xmhi mark d --json q -ta -tb",
            "mark -t a -t b -xm hi --json -- d q", "highlight d --json q --message hi -xta -tb",
            "-x --json mark d q --message hi --tag a --tag=b",
            "mark -x --json -m bye -m hi -ta d -tb q",
        ])
    func order(_ line: String) throws {
        let parsed = try Self.parse(line)
        #expect(parsed.path == ["mark"])
        #expect(parsed.positionals == ["d", "q"])
        #expect(parsed.argument("DOC") == "d" && parsed.argument("QUOTE") == "q")
        #expect(parsed.value("message") == "hi")
        #expect(parsed.values("tag") == ["a", "b"])
        #expect(parsed.has("json") && parsed.has("closest"))
        #expect(!parsed.has("nth") && parsed.value("nth") == nil && parsed.values("nth").isEmpty)
        #expect(parsed.help == nil)
    }

    @Test("flags of a subcommand stand before it too")
    func subcommands() throws {
        for line in [
            "set invite s --role r", "set --role r invite s", "--role r set invite s",
            "--role=r set -- invite s",
        ] {
            let parsed = try Self.parse(line)
            #expect(parsed.path == ["set", "invite"], "\(line)")
            #expect(parsed.argument("S") == "s" && parsed.value("role") == "r", "\(line)")
        }
    }

    @Test("a lone dash, negative numbers and all after -- are words")
    func words() throws {
        #expect(try Self.parse("mark d -").positionals == ["d", "-"])
        #expect(try Self.parse("mark -5 -.5").positionals == ["-5", "-.5"])
        #expect(try Self.parse("mark -- --json -m").positionals == ["--json", "-m"])
        #expect(try Self.parse("mark d -- --").positionals == ["d", "--"])
        #expect(try Self.parse("mark d q -m -5").value("message") == "-5")
        #expect(try Self.parse("mark d q -m -").value("message") == "-")
        #expect(try Self.parse("mark d q --message=").value("message") == "")
        #expect(try Self.parse("mark d q --message=a=b").value("message") == "a=b")
        #expect(try Self.parse("-vv list -v").count("verbose") == 3)
    }

    @Test("where signed words are tags, they are read as words after the first one")
    func signedWords() throws {
        let parsed = try Self.parse("tag qpvu +x -y -v --json")
        #expect(parsed.positionals == ["qpvu", "+x", "-y"])
        #expect(parsed.arguments("TAGS") == ["+x", "-y"])
        #expect(parsed.has("json") && parsed.has("verbose") && parsed.help == nil)
        #expect(try Self.parse("tag qpvu -y -h").help != nil)
        #expect(try Self.parse("tag qpvu -vx").arguments("TAGS") == ["-vx"])
        #expect(try Self.parse("tag qpvu +x -- -v -h").arguments("TAGS") == ["+x", "-v", "-h"])
        #expect(try Self.parse("tag -v qpvu -y").has("verbose"))
        #expect(try Self.parse("tag qpvu -y --query a").value("query") == "a")
        #expect(Self.refusal("tag qpvu --jsn")?.code == .unknownFlag)
    }

    @Test("places take their words: one, optional, many")
    func places() throws {
        #expect(try Self.parse("add a b c").arguments("SOURCE") == ["a", "b", "c"])
        #expect(try Self.parse("list").argument("QUERY") == nil)
        #expect(try Self.parse("list q").argument("QUERY") == "q")
        let table = CommandTable(
            program: "p", summary: "", groups: [],
            commands: [
                CommandSpec(
                    "move", summary: "",
                    arguments: [
                        ArgumentSpec("A"), ArgumentSpec("B", .many), ArgumentSpec("C", .optional),
                        ArgumentSpec("D"),
                    ])
            ])
        let parser = CommandParser(table)
        let three = try parser.parse(["move", "1", "2", "3"])
        #expect(three.arguments("B") == ["2"] && three.argument("D") == "3")
        let five = try parser.parse(["move", "1", "2", "3", "4", "5"])
        #expect(five.arguments("B") == ["2", "3"])
        #expect(five.argument("C") == "4" && five.argument("D") == "5")
    }

    @Test(
        "what is not understood is said, with a suggestion",
        arguments: [
            ("lsit", "no command “lsit”. Did you mean “list”?"),
            ("zzz", "no command “zzz”"),
            ("marc d q", "no command “marc”. Did you mean “mark”?"),
            ("li", "no command “li”. Did you mean “list”?"),
            ("--jsno list", "“margin list” has no flag --jsno. Did you mean “--json”?"),
            ("set nwe x", "“margin set” has no command “nwe”. Did you mean “new”?"),
            ("set", "“margin set” needs one of its commands: new, invite"),
            ("mark d q -m", "-m needs a value: TEXT"),
            ("mark d q --nth", "--nth needs a value: N"),
            ("list --json=1", "--json takes no value, but got “1”"),
            ("list -vq", "“margin list” has no flag -q, read in “-vq”"),
            ("mark", "“margin mark” needs DOC: margin mark DOC QUOTE"),
            ("mark d", "“margin mark” needs QUOTE after DOC: margin mark DOC QUOTE"),
            ("add", "“margin add” needs SOURCE: margin add SOURCE..."),
            ("list a b", "“margin list” does not take the word “b”"),
            ("-t a mark d q", "-t means different things in different commands"),
            ("help marc", "there is no help on “marc”. Did you mean “mark”?"),
            ("help qery", "there is no help on “qery”. Did you mean “query”?"),
            ("--nth 2 list", "“margin list” has no flag --nth. It belongs to “margin mark”"),
        ])
    func refusals(_ line: String, _ message: String) {
        #expect(Self.refusal(line)?.message == message)
    }

    @Test("a refusal is a failure with status 2 and a command to type")
    func failure() {
        let failure = Self.refusal("lsit")?.failure
        #expect(failure?.status == .usage)
        #expect(failure?.code == "unknown-command")
        #expect(failure?.hints == ["margin help"])
    }

    @Test(
        "help is asked for anywhere, also beside mistakes",
        arguments: [
            ("-h", [], false), ("--help", [], true), ("mark -h", ["mark"], false),
            ("--help mark", ["mark"], true), ("mark d q --nope -h", ["mark"], false),
            ("highlight --help", ["mark"], true), ("set -h", ["set"], false),
            ("set invite --help", ["set", "invite"], true), ("-h set new", ["set", "new"], false),
            ("help", [], true), ("help mark", ["mark"], true),
            ("help set invite", ["set", "invite"], true), ("help query", ["query"], true),
            ("lsit -h", [], false), ("-vh list", ["list"], false),
        ])
    func help(_ line: String, _ path: [String], _ isLong: Bool) throws {
        #expect(try Self.parse(line).help == HelpRequest(path, isLong: isLong))
    }

    @Test("a value that looks like help is a value")
    func valuesBeforeHelp() throws {
        #expect(try Self.parse("mark d q -m -h").help == nil)
        #expect(try Self.parse("mark d -- -h").positionals == ["d", "-h"])
    }

    @Test("a table that contradicts itself is noticed")
    func tableProblems() {
        #expect(SampleTable.table.problems.isEmpty)
        let twice = FlagSpec("json", short: "j", help: "")
        let broken = CommandTable(
            program: "p", summary: "", groups: [],
            commands: [
                CommandSpec("a", summary: "It does.", flags: [twice], group: "None"),
                CommandSpec(
                    "b", aliases: ["a"], summary: "",
                    children: [
                        CommandSpec("c", summary: "C", flags: [FlagSpec("k", short: "j", help: "")])
                    ]),
            ], globalFlags: [twice])
        #expect(
            broken.problems == [
                "a: there is no group “None”", "p: two commands answer to “a”",
                "p a: two flags are called --json", "p a: two flags are called -j",
                "p a: the summary is a line without a full stop",
                "p b: the summary is a line without a full stop",
                "p b c: two flags are called -j",
            ])
    }

    @Test("no words are no command")
    func nothing() throws {
        let parsed = try Self.parse("--version")
        #expect(parsed.path.isEmpty && parsed.has("version") && parsed.help == nil)
        #expect(try SampleTable.parser.parse([]).path.isEmpty)
    }

    @Test("any words are understood or refused, and a refusal says something", arguments: 0..<1500)
    func fuzz(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let pieces = [
            "mark", "tag", "set", "new", "invite", "help", "list", "add", "-", "--", "--=", "-m",
            "-t",
            "-x", "-xm", "--tag", "--tag=", "--role=r", "-5", "+x", "-y", "", "=", "-é", "-\u{301}",
            "--\u{1B}[31m", "--json", "--json=", "-h", "--help", "-vvv", "🇩🇪", "-🇩🇪",
            "\r\n", "query",
        ]
        let words = (0..<Int.random(in: 0...8, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
        }
        do throws(UsageError) {
            let parsed = try SampleTable.parser.parse(words)
            #expect(parsed.path.isEmpty || SampleTable.table.command(parsed.path) != nil)
            #expect(parsed.positionals.allSatisfy(words.contains))
        } catch {
            #expect(!error.message.isEmpty && error.hint.hasPrefix("margin"))
            #expect(SampleTexts.unsafeScalars(error.failure.terminalText()).isEmpty)
        }
    }
}
