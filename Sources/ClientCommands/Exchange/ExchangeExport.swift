import AnnotationModel
import CRDT
import CommandLine
import Formats
import Glibc
import JSON
import Storage

/// Writes annotations out in the format of another program.
enum ExchangeExport {
    static func run(_ format: ExchangeFormat, _ session: Session) throws -> Reply {
        let query = try session.query()
        let (sheets, title, id) = try session.read { workspace in
            let set = try session.command.value("set").map { try workspace.set(named: $0) }
            var maker = SheetMaker(workspace)
            let title = try set.map { try workspace.name(of: $0) } ?? "Notes"
            let id = set?.octets.hex ?? workspace.transaction.replica.octets.hex
            return (try maker.sheets(query, set: set), title, id)
        }
        let notes = sheets.reduce(0) { $0 + $1.notes.count }
        do {
            let output = try format.write(
                sheets, title: title, id: id, now: Int64(clamping: session.now))
            switch output {
            case .text(let text): return try write(text, format, notes, session)
            case .files(let files): return try write(files, format, notes, session)
            }
        } catch let error as FormatError {
            throw CommandFailure(
                .usage, code: "usage", "cannot export to \(format): \(error.why)",
                hints: ["postil help formats"])
        }
    }

    private static func write(
        _ text: String, _ format: ExchangeFormat, _ notes: Int, _ session: Session
    ) throws -> Reply {
        guard let path = session.command.value("output"), path != "-" else {
            return Reply(text: text, plain: text) {
                $0.member("format", format.rawValue)
                $0.member("notes", notes)
                $0.member("text", text)
            }
        }
        try OutputFile.write(
            text, to: path, force: session.command.has("force"), again: session.again("--force"))
        return said(notes, "to \(path)", [path], format)
    }

    /// Files go into a folder, which is made if need be; those of an earlier export are replaced,
    /// and what else lies there stays.
    private static func write(
        _ files: [ExchangeFile], _ format: ExchangeFormat, _ notes: Int, _ session: Session
    ) throws -> Reply {
        guard let folder = session.command.value("output"), folder != "-" else {
            throw CommandFailure(
                .usage, code: "usage",
                "\(format.title) makes a file an article, and needs a folder",
                hints: ["postil export --to \(format.rawValue) -o FOLDER"])
        }
        if mkdir(folder, 0o755) != 0, errno != EEXIST {
            throw CommandFailure(
                .failed, code: "cannot-write",
                "cannot make the folder \(folder): \(String(cString: strerror(errno)))",
                hints: ["look at it: \(Pasteable.look(at: folder))"])
        }
        let isForced = session.command.has("force")
        var (written, kept): ([String], [String]) = ([], [])
        for file in files {
            let path = folder + "/" + file.name
            if try !isForced && OwnFile.wasChanged(path) {
                kept.append(path)
                continue
            }
            try OutputFile.write(OwnFile.stamped(file.text), to: path, force: true)
            written.append(path)
        }
        let count = written.count == 1 ? "1 file" : "\(written.count) files"
        var reply = said(notes, "to \(count) in \(folder)", written, format)
        if !kept.isEmpty { reply.add(kept: kept, session.again("--force")) }
        return reply
    }

    private static func said(
        _ notes: Int, _ place: String, _ paths: [String], _ format: ExchangeFormat
    ) -> Reply {
        let count = notes == 1 ? "1 note" : "\(notes) notes"
        return Reply(text: "Wrote \(count) \(TerminalSafe.line(place))\n") {
            $0.member("format", format.rawValue)
            $0.member("notes", notes)
            $0.member("files", paths)
        }
    }
}

extension Reply {
    /// Names files that somebody wrote in, which were left as they are.
    fileprivate mutating func add(kept: [String], _ again: String?) {
        text += "Left as they are, because they were changed since they were written:\n"
        for path in kept { text += "  \(TerminalSafe.line(path))\n" }
        text += "hint: overwrite them: \(again ?? "the same with --force")\n"
        status = .partly
        let members = json
        json = {
            members(&$0)
            $0.member("kept", kept)
        }
    }
}
