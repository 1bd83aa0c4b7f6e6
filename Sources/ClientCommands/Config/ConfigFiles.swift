import CommandLine
import Glibc

/// Where configuration files are, and how they are read from disk.
struct ConfigFiles {
    let console: Console
    /// The person's file as `--config` names it.
    let named: String?

    init(_ console: Console, named: String?) {
        self.console = console
        self.named = named
    }

    /// The person's file; nil where nothing says who the person is.
    var user: String? {
        if let named { return named }
        let environment = console.environment
        if let path = environment["POSTIL_CONFIG"], !path.isEmpty { return path }
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return folder + "/postil/config"
        }
        return environment["HOME"].map { $0 + "/.config/postil/config" }
    }

    /// The machine's file.
    var system: String {
        let path = console.environment["POSTIL_SYSTEM_CONFIG"] ?? ""
        return path.isEmpty ? "/etc/postil/config" : path
    }

    /// The file of the project in whose folder the person stands.
    var project: String { console.workingFolder + "/.postil" }

    /// The files that are there, the strongest first, and what was passed over.
    ///
    /// - Throws: `CommandFailure` for a file that cannot be read or understood.
    func load() throws -> (layers: [ConfigLayer], warnings: [String]) {
        var layers: [ConfigLayer] = []
        var warnings: [String] = []
        switch try Self.readProject(project) {
        case .none: break
        case .foreign: warnings.append("\(project) belongs to somebody else, and is not obeyed")
        case .octets(let octets): layers.append(try layer(.project, project, octets))
        }
        if let user {
            if let octets = try Self.read(user) {
                layers.append(try layer(.user, user, octets))
            } else if named != nil {
                throw CommandFailure(
                    .notFound, code: "no-config", "there is no file \(user)",
                    hints: [
                        "make it: postil --config \(ShellWords.quoted(user)) config set KEY VALUE"
                    ])
            }
        }
        if let octets = try Self.read(system) { layers.append(try layer(.system, system, octets)) }
        return (layers, warnings)
    }

    private func layer(
        _ kind: ConfigLayer.Kind, _ path: String, _ octets: [UInt8]
    ) throws -> ConfigLayer {
        ConfigLayer(
            kind: kind, path: path,
            text: try Self.parse(octets, path, above: kind == .project ? "core" : nil))
    }

    static func parse(
        _ octets: [UInt8], _ path: String, above section: String? = nil
    ) throws -> ConfigText {
        do {
            return try ConfigText(octets, above: section)
        } catch {
            let place = error.line.map { "\(path), line \($0)" } ?? path
            throw CommandFailure(
                .failed, code: "bad-config", "cannot read the settings in \(place)",
                evidence: [error.message],
                hints: ["postil config edit   ·   where the file is: postil config path"])
        }
    }

    /// What lies in the place of a project's file.
    private enum Found {
        case none
        /// A file that neither the person nor the machine's owner wrote.
        case foreign
        case octets([UInt8])
    }

    private static func readProject(_ path: String) throws -> Found {
        var info = stat()
        // A folder so named is none of ours.
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return .none }
        guard info.st_uid == geteuid() || info.st_uid == 0 else { return .foreign }
        return try read(path).map { .octets($0) } ?? .none
    }

    /// The octets of a file, one more than a file may have at most; nil if it is not there.
    ///
    /// - Throws: `CommandFailure` if it cannot be read.
    static func read(_ path: String) throws -> [UInt8]? {
        // A pipe in its place must not be waited for.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if file < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        guard file >= 0 else { throw unreadable(path) }
        defer { close(file) }
        var info = stat()
        guard fstat(file, &info) == 0 else { throw unreadable(path) }
        // `/dev/null` says nothing.
        if info.st_mode & S_IFMT == S_IFCHR { return [] }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw CommandFailure(
                .failed, code: "bad-config", "cannot read the settings in \(path): it is no file",
                hints: ["look at it: \(Pasteable.look(at: path))"])
        }
        var octets = [UInt8](repeating: 0, count: ConfigText.octetsMax + 1)
        var count = 0
        while count < octets.count {
            let room = octets.count - count
            let got = octets.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { Glibc.read(file, $0 + count, room) } ?? 0
            }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw unreadable(path) }
            if got == 0 { break }
            count += got
        }
        return Array(octets.prefix(count))
    }

    private static func unreadable(_ path: String) -> CommandFailure {
        CommandFailure(
            .failed, code: "bad-config",
            "cannot read the settings in \(path): \(String(cString: strerror(errno)))",
            hints: ["look at it: \(Pasteable.look(at: path))"])
    }

    /// The folder that a path lies in.
    static func folder(of path: String) -> String {
        guard let end = path.utf8.lastIndex(of: 0x2F) else { return "." }
        return end == path.utf8.startIndex ? "/" : String(path[..<end])
    }
}
