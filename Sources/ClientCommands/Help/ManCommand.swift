import CommandLine
import Glibc
import JSON

/// `postil man [COMMAND]`: a manual page, or with `--dir` all of them as files.
enum ManCommand {
    static func run(_ session: Session) throws -> Reply {
        let pages = ManualPage(
            PostilTable.table, version: ClientProgram.version, date: ClientProgram.date)
        if let folder = session.command.value("dir") { return try write(pages.all, to: folder) }
        let program = PostilTable.table.program
        let name = session.command.argument("COMMAND").map { "\(program)-\($0)" } ?? program
        let page = pages.all.first { page in
            page.name.utf8.elementsEqual(name.utf8)
        }
        guard let page else {
            throw CommandFailure(
                .notFound, code: "not-found", "there is no manual page “\(name)”",
                hints: ["postil help"])
        }
        return Reply(text: page.text, plain: page.text) { $0.member("page", page.text) }
    }

    private static func write(
        _ pages: [ManualPage.Page], to folder: String
    ) throws -> Reply {
        for page in pages {
            let section = "\(folder)/man\(page.section)"
            mkdir(folder, 0o755)
            mkdir(section, 0o755)
            try OutputFile.write(page.text, to: section + "/" + page.file, force: true)
        }
        let count = pages.count
        return Reply(text: "Wrote \(count) manual pages to \(TerminalSafe.line(folder))\n") {
            $0.member("folder", folder)
            $0.member("pages", count)
        }
    }
}
