import Glibc

/// Opens the person's editor on a draft, which stays on the disk until what was typed is kept
/// elsewhere.
final class Editor {
    private static let draftOctetsMax = 4 << 20

    private let environment: [String: String]
    /// Where the draft lies that was edited last; nil if there is none, or it was discarded.
    private(set) var draft: String?

    init(environment: [String: String]) {
        self.environment = environment
    }

    /// The text as it was saved; nil if the editor failed or the draft could not be read.
    func edit(_ text: String) -> String? {
        guard let folder = draftsFolder(), let path = makeDraft(text, in: folder) else {
            complain("the draft could not be written")
            return nil
        }
        draft = path
        guard run(path) else {
            complain("the editor ended with a failure")
            return nil
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0,
            let octets = FileOctets.read(descriptor, max: Self.draftOctetsMax),
            octets.count < Self.draftOctetsMax,
            let saved = String(validating: octets, as: UTF8.self)
        else {
            complain("the text is not UTF-8, or too long")
            return nil
        }
        return saved
    }

    /// Takes the draft away: its text is kept elsewhere, or there is none.
    func discardDraft() {
        if let draft { unlink(draft) }
        draft = nil
    }

    /// Where drafts lie: in the store's folder, as far as the environment tells it.
    private func draftsFolder() -> String? {
        let store: String
        if let said = Self.storeFlag() ?? environment["POSTIL_STORE"], !said.isEmpty {
            store = said
        } else if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            store = data + "/postil"
        } else {
            store = (environment["HOME"] ?? ".") + "/.local/share/postil"
        }
        let drafts = store + "/drafts"
        if mkdir(drafts, 0o700) == 0 || errno == EEXIST { return drafts }
        return nil
    }

    /// The `--store` of the command line; the parser of the commands has checked its form.
    private static func storeFlag() -> String? {
        let words = CommandLine.arguments.prefix { $0 != "--" }
        for (index, word) in words.enumerated().reversed() {
            if word.hasPrefix("--store=") { return String(word.dropFirst(8)) }
            if word == "--store", index + 1 < words.count { return words[index + 1] }
        }
        return nil
    }

    private func makeDraft(_ text: String, in folder: String) -> String? {
        var template = Array((folder + "/draft-XXXXXX.md").utf8CString)
        let descriptor = mkstemps(&template, 3)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let line = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
        guard FileOctets.write(Array(line.utf8), to: descriptor) else { return nil }
        return template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }

    /// Whether the editor ended well.
    private func run(_ path: String) -> Bool {
        let named = ["POSTIL_EDITOR", "VISUAL", "EDITOR"].compactMap { environment[$0] }
        let editor = named.first { !$0.isEmpty } ?? "vi"
        // The variable may hold flags, so the shell reads it; the path is no part of what it reads.
        let words = ["/bin/sh", "-c", editor + " \"$1\"", "postil", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The editor gets the usual meaning of a closed pipe and the like back.
        var usual = sigset_t()
        sigemptyset(&usual)
        sigaddset(&usual, SIGPIPE)
        sigaddset(&usual, SIGXFSZ)
        sigaddset(&usual, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        // An interrupt typed in the editor is the editor's.
        let former = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, former) }
        var child: pid_t = 0
        guard posix_spawn(&child, "/bin/sh", nil, &attributes, arguments, environ) == 0 else {
            return false
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            if errno != EINTR { return false }
        }
        return status == 0
    }

    private func complain(_ sentence: String) {
        _ = FileOctets.write(Array("postil: \(sentence)\n".utf8), to: STDERR_FILENO)
    }
}
