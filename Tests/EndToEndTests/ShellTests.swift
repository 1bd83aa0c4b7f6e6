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
            let outcome = try run(client, words, environment: environment)
            try #require(outcome.status == 0)
        }
    }

    private static func isThere(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + program)
    }

    /// Types a line into a shell on a terminal, asks it to complete, and waits for what has to
    /// stand there then.
    private func type(_ line: String, into shell: [String], after setup: String, for whole: String)
        throws
    {
        let script = """
            import os, pty, select, sys, time
            setup, line, whole, shell = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
            child, terminal = pty.fork()
            if child == 0:
                os.execvp(shell[0], shell)
            said, end = b"", time.time() + 60
            def wait(text):
                global said
                while text.encode() not in said:
                    if not select.select([terminal], [], [], end - time.time())[0]:
                        sys.exit(f"{text!r} did not come: {said!r}")
                    said += os.read(terminal, 65536)
            os.write(terminal, f"{setup}; echo RE''ADY\\n".encode())
            wait("READY")
            os.write(terminal, f"{line}\\t".encode())
            wait(whole)
            """
        let outcome = try run(
            "/usr/bin/env", ["python3", "-c", script, setup, line, whole] + shell,
            environment: environment)
        #expect(outcome.status == 0, "\(outcome.err)")
    }

    /// What is typed, and the whole line as it is then.
    private static let lines = [
        ("postil mar", "postil mark "), ("postil mark @@ x --clo", "@@ x --closest "),
        ("postil mark @@ x -t b", "@@ x -t bread "), ("postil mark k 'x y' -t b", "-t bread "),
        ("postil mark k x --tag=b", "--tag=bread"), ("postil list tag:br", "tag:bread"),
        ("postil add mi", "postil add mill.txt "),
    ]

    @Test(arguments: lines)
    func bashCompletes(line: String, whole: String) throws {
        try type(
            line, into: ["bash", "--norc", "--noprofile", "-i"],
            after: "cd \(folder.path("")); bind 'set bell-style none'; "
                + "source <(postil completion bash)", for: whole)
    }

    @Test(.enabled(if: isThere("zsh"), "zsh is not here"), arguments: lines)
    func zshCompletes(line: String, whole: String) throws {
        try type(
            line, into: ["zsh", "-f", "-i"],
            after: "cd \(folder.path("")); autoload -Uz compinit; compinit -u -D; "
                + "source <(postil completion zsh)", for: whole)
    }

    @Test(.enabled(if: isThere("fish"), "fish is not here"), arguments: lines)
    func fishCompletes(line: String, whole: String) throws {
        let script = "cd $argv[2]; postil completion fish | source; complete -C $argv[1]"
        let outcome = try run(
            "/usr/bin/fish", ["-N", "-c", script, line, folder.path("")], environment: environment)
        #expect(outcome.status == 0, "\(outcome.err)")
        let words = outcome.out.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
        let word = whole.split(separator: " ").last ?? ""
        #expect(words == [word])
    }

    @Test(.enabled(if: isThere("mandoc"), "mandoc is not here"))
    func manualPagesHaveNoFault() throws {
        let pages = folder.path("man")
        let written = try run(Programs.client, ["man", "--dir", pages])
        #expect(written.status == 0)
        let files = try ["man1", "man7"].flatMap { section in
            try FileManager.default.contentsOfDirectory(atPath: pages + "/" + section)
                .map { section + "/" + $0 }
        }.sorted()
        #expect(files.count > 30)
        let outcome = try run(
            "/usr/bin/mandoc", ["-T", "lint", "-W", "warning"] + files.map { pages + "/" + $0 })
        #expect(outcome.out + outcome.err == "")
        #expect(outcome.status == 0)
        let page = try run(
            "/usr/bin/mandoc", ["-T", "utf8", pages + "/man1/postil-mark.1"])
        #expect(page.out.contains("Take the closest passage"))
    }
}
