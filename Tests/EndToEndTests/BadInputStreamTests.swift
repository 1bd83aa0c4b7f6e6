import CommandLine
import Foundation
import Testing

@testable import ClientCommands

/// Streams that end early, are closed or full, and terminals that are narrow.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct BadInputStreamTests {
    /// A store of which lists and texts are longer than a pipe holds.
    private func large() throws -> Prompt {
        let prompt = try Prompt()
        let words = String(repeating: "words ", count: 20)
        let rows = (0..<1_500).map { "Long,quote \($0),\(words)\n" }
        _ = try prompt.machine.file("many.csv", "title,quote,note\n" + rows.joined())
        let lines = String(repeating: "The port keeps its water, line by line.\n\n", count: 4_000)
        _ = try prompt.machine.file("large.txt", "Large\n\n" + lines)
        _ = try prompt.ask("postil import many.csv -q; postil add large.txt -q")
        return prompt
    }

    @Test func `a reader that has read enough ends every command quietly`() throws {
        let prompt = try large()
        for line in [
            "list", "list --json", "list --jsonl", "read Large", "export", "export --to csv",
            "help", "help query", "log", "man list", "completion bash", "docs",
        ] {
            for reader in ["head -n 1", "true"] {
                let pipe = "(postil \(line); echo $? >&3) 3>status | \(reader); cat status"
                let told = try prompt.type(pipe)
                #expect(told.out.hasSuffix("0\n") && told.err.isEmpty, "\(line): \(told.err)")
            }
        }
    }

    @Test func `an error that nobody reads still ends with its own code`() throws {
        let prompt = try Prompt()
        for sink in ["2>&-", "2>/dev/full", "2>/dev/null", "<&- >&- 2>&-"] {
            #expect(try prompt.type("postil show zzzz \(sink)").status == 3)
            #expect(try prompt.type("postil list --limit x --json \(sink)").status == 2)
        }
    }

    @Test func `an answer that cannot be written is a failure, though the change is made`() throws {
        let prompt = try Prompt()
        for line in [
            "list", "read @@", "docs", "status", "help", "help list", "export", "version", "log",
            "man list", "completion zsh", "note @@ -m x", "doctor",
        ] {
            for sink in [">&-", ">/dev/full"] {
                let told = try prompt.type("postil \(line) \(sink)")
                #expect(told.status == 1, "\(line) \(sink)")
                #expect(told.err.hasPrefix("error: standard output could not be written: "))
                let problem = try Problem(try prompt.type("postil \(line) --json \(sink)").err)
                #expect(problem.exit == 1 && problem.code == "unwritten-output")
                for command in problem.commands { _ = try prompt.ask(command) }
            }
        }
        #expect(try prompt.machine.items("list").count == 5)
        #expect(try prompt.type("postil add quay.txt >&- 2>&-").status == 1)
    }

    @Test func `a closed standard input is told, and no other file is read in its place`() throws {
        let prompt = try Prompt()
        for line in [
            "add -", "import -", "mark @@ -", "mark @@ came -m -", "note @@ -m -", "reply @ -m -",
            "edit @ -m -", "annotate @@ --from -", "reattach @ -",
        ] {
            for source in ["<&-", "< ."] {
                let told = try prompt.type("postil --json \(line) \(source)")
                let problem = try Problem(told.err)
                #expect(told.status == 1 && told.out.isEmpty, "\(line)")
                #expect(problem.message == "standard input cannot be read", "\(line)")
            }
        }
        for line in ["edit @", "note @@", "reply @", "annotate @@", "config edit"] {
            #expect(try prompt.type("postil \(line) <&-").status == 7, "\(line)")
        }
        for line in ["list", "read @@", "mark @@ came -m x", "undo", "status", "export"] {
            #expect(try prompt.type("postil \(line) <&-").status == 0, "\(line)")
        }
        #expect(try prompt.machine.items("list").count == 1)
        #expect(try prompt.machine.items("docs").count == 1)
    }

    @Test func `a pipe or a device in place of a file gets what is written, and stays`() throws {
        let prompt = try Prompt()
        let said = try prompt.ask(
            "mkfifo p; (cat p | wc -l) & postil export -o p -q; wait; test -p p && echo stays")
        #expect(said == "3\nstays\n")
        #expect(try prompt.type("postil export -o /dev/stdout -q | wc -l").out == "3\n")
    }

    private static let isScriptThere =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

    @Test(.enabled(if: isScriptThere, "script is not here"))
    func `in twenty columns all is said, and what is cut or wrapped fits`() throws {
        let prompt = try Prompt()
        let wide = "A title that is a good deal wider than the terminal"
        _ = try prompt.ask("postil add quay.txt --title '\(wide)'")
        for (line, fits) in [
            ("read Sallow", true), ("list", false), ("docs", false), ("show @", false),
            ("status", false), ("help", false), ("help mark", false), ("log", false),
            ("doctor", false), ("tags", true), ("merges", false), ("set list", false),
            ("config list", true), ("undo -n", false), ("rm -n @", false),
        ] {
            let typed = "stty cols 20 && postil \(line) --no-pager"
            let told = try prompt.type("script -qec '\(typed)' /dev/null < /dev/null")
            #expect(told.status == 0 && !told.out.contains("fatal"), "\(line): \(told.out)")
            let widest =
                told.out.split(whereSeparator: \.isNewline)
                .map { TextWidth.columns(Self.uncoloured(String($0))) }.max() ?? 0
            #expect(!fits || widest <= 20, "\(line): \(told.out)")
        }
        let list = try prompt.type("script -qec 'stty cols 20 && postil list' /dev/null </dev/null")
        let first = list.out.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        #expect(TextWidth.columns(Self.uncoloured(first)) == 20 && first.hasSuffix("…"))
        let error = "stty cols 20 && postil show zzzz"
        let told = try prompt.type("script -qec '\(error)' /dev/null < /dev/null")
        // Hints stay whole, so that they can be pasted.
        #expect(told.status == 3 && told.out.contains("hint: postil list"))
    }

    private static func uncoloured(_ line: String) -> String {
        line.replacingOccurrences(of: "\u{1B}\\[[0-9;]*m", with: "", options: .regularExpression)
    }

    /// Every command that does something, with words in all its places.
    private static let commands: [String] = {
        func lines(_ spec: CommandSpec, _ path: [String]) -> [String] {
            let path = path + [spec.name]
            if !spec.children.isEmpty { return spec.children.flatMap { lines($0, path) } }
            let words = spec.arguments.map { argument in
                switch argument.name {
                case "DOC", "DOC|ANN": "@@"
                case "ANN", "ANN|DOC", "ID": "@"
                case "SOURCE", "FILE": "quay.txt"
                case "URL": "127.0.0.1:1"
                default: "x"
                }
            }
            return [(path + words).joined(separator: " ")]
        }
        return PostilTable.table.commands.flatMap { lines($0, []) }
    }()

    @Test(.enabled(if: isScriptThere, "script is not here"))
    func `with --no-input no command waits for anybody, on a terminal or at a pipe`() throws {
        #expect(Self.commands.count > 45)
        let server = try LiveServer()
        for typed in [". ./tries >said 2>&1", "script -qec \". ./tries\" /dev/null >said"] {
            let login = try "login \(server.url) --store other --invite \(server.invite())"
            let lines = Self.commands + [login]
            var prompt = try Prompt()
            // Whoever opens an editor or a pager waits for ever.
            for name in ["POSTIL_EDITOR", "POSTIL_PAGER"] {
                prompt.environment[name] = "sleep 1000;"
            }
            prompt.environment["USER"] = "ada\(typed.count)"
            let tries = lines.map {
                "timeout --foreground 30 postil --no-input \($0); echo \"$? \($0)\" >>ends\n"
            }
            _ = try prompt.machine.file("tries", tries.joined())
            // A pipe that never ends: this shell holds it open itself.
            _ = try prompt.ask("mkfifo never; exec 0<>never; " + typed)
            let ends = try prompt.ask("cat ends").split(separator: "\n")
            #expect(ends.count == lines.count && ends.last?.hasPrefix("0 ") == true)
            for end in ends {
                let status = Int32(end.prefix { $0 != " " })
                #expect(status.flatMap { ExitStatus(rawValue: $0) } != nil, "\(end)")
                let asks = [" edit @", " note @@", " reply @", " annotate @@", " config edit"]
                #expect(!asks.contains { end.hasSuffix($0) } || status == 7, "\(end)")
            }
        }
    }
}
