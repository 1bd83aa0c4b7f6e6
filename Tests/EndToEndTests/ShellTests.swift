import Foundation
import Testing

/// Completion in the real shells, and manual pages before a real reader of them.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct ShellTests {
    private let folder: TemporaryFolder
    private let environment: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        let client = try #require(Programs.client)
        let programs = URL(fileURLWithPath: client).deletingLastPathComponent().path
        environment = [
            "PATH": programs + ":/usr/bin:/bin", "POSTIL_STORE": folder.path("store"),
            "HOME": folder.path("home"), "TERM": "dumb",
        ]
        try Data("The mill grinds wheat.\n".utf8)
            .write(to: URL(fileURLWithPath: folder.path("mill.txt")))
        try FileManager.default.createDirectory(
            atPath: folder.path("home"), withIntermediateDirectories: true)
        for words in [
            ["add", folder.path("mill.txt")], ["mark", "@@", "grinds wheat", "-t", "bread"],
        ] {
            let outcome = try EndToEndTests.run(client, words, environment: environment)
            try #require(outcome.status == 0)
        }
    }

    private static func isThere(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + program)
    }

    private func shell(_ program: String, _ arguments: String...) throws -> [Substring] {
        let outcome = try EndToEndTests.run(
            "/usr/bin/" + program, arguments, environment: environment)
        #expect(outcome.status == 0, "\(outcome.err)")
        return outcome.out.split(separator: "\n")
    }

    private static let lines = [
        ("postil mar", "mark"), ("postil mark @@ x --clo", "--closest"),
        ("postil mark @@ x -t b", "bread"), ("postil list tag:br", "tag:bread"),
    ]

    @Test(arguments: lines)
    func bashCompletes(line: String, word: String) throws {
        let script = """
            source <(postil completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            _postil
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let answers = try shell("bash", "--norc", "-c", script, "bash", line)
        // bash itself puts back what stands before a colon.
        #expect(answers == [word.split(separator: ":").last ?? ""])
    }

    @Test(.enabled(if: isThere("fish"), "fish is not here"), arguments: lines)
    func fishCompletes(line: String, word: String) throws {
        let script = "postil completion fish | source; complete -C $argv[1]"
        let answers = try shell("fish", "-N", "-c", script, line)
        #expect(answers.map { $0.prefix { $0 != "\t" } } == [word[...]])
    }

    /// zsh completes only where somebody types, so somebody does.
    @Test(.enabled(if: isThere("zsh"), "zsh is not here"), arguments: lines)
    func zshCompletes(line: String, word: String) throws {
        let script = """
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; source <(postil completion zsh)'
            zpty -w z 'print -r RE""ADY'
            zpty -r z said '*READY*'
            zpty -w -n z "$1"$'\\t'
            zpty -r z said "*$2*"
            zpty -d z
            print -r -- "${said//$'\\r'/}"
            """
        // Without the word the shell would wait for ever, and is ended.
        let said = try shell("timeout", "60", "zsh", "-f", "-c", script, "zsh", line, word)
        #expect(said.contains { $0.contains(word) }, "\(said)")
    }

    @Test(.enabled(if: isThere("mandoc"), "mandoc is not here"))
    func manualPagesHaveNoFault() throws {
        let pages = folder.path("man")
        try FileManager.default.createDirectory(atPath: pages, withIntermediateDirectories: true)
        _ = try shell("env", "postil", "man", "--dir", pages)
        let files = try FileManager.default.contentsOfDirectory(atPath: pages).sorted()
        #expect(files.count > 30)
        let outcome = try EndToEndTests.run(
            "/usr/bin/mandoc", ["-T", "lint", "-W", "warning"] + files.map { pages + "/" + $0 })
        #expect(outcome.out + outcome.err == "")
        #expect(outcome.status == 0)
        let page = try EndToEndTests.run(
            "/usr/bin/mandoc", ["-T", "utf8", pages + "/postil-mark.1"])
        #expect(page.out.contains("Take the closest passage"))
    }
}
