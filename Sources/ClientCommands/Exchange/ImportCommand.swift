import CommandLine
import Formats
import JSON

/// `postil import FILE...`: takes in the notes of other programs.
enum ImportCommand {
    static func run(_ session: Session) throws -> Reply {
        let files = try session.command.arguments("FILE").map { try load($0, session) }
        var reports: [ImportReport] = []
        for file in files { reports.append(try take(file, session)) }
        return reply(reports, session)
    }

    private struct File {
        let name: String
        let octets: [UInt8]
        let format: ExchangeFormat
    }

    private static func load(_ name: String, _ session: Session) throws -> File {
        let octets =
            name == "-"
            ? try session.input()
            : try SourceFile.read(name, bytesMax: SourceFile.importMax)
        guard octets.count <= SourceFile.importMax else {
            throw CommandFailure(
                .failed, code: "unreadable-source", "cannot import \(name): it has more than 1 GiB",
                evidence: ["nothing was imported"], hints: ["split it into several files"])
        }
        return File(name: name, octets: octets, format: try format(of: octets, name, session))
    }

    private static func format(
        of octets: [UInt8], _ name: String, _ session: Session
    ) throws -> ExchangeFormat {
        let known = ExchangeFormat.readable.map(\.rawValue).joined(separator: ", ")
        if let word = session.command.value("from"), word != "auto" {
            guard let format = ExchangeFormat(rawValue: word.lowercased()),
                ExchangeFormat.readable.contains(format)
            else {
                throw CommandFailure(
                    .usage, code: "usage", "“\(word)” is no format that can be imported",
                    hints: ["the formats are: \(known)   ·   postil help formats"])
            }
            return format
        }
        guard let format = ExchangeFormat.detect(octets) else {
            throw CommandFailure(
                .failed, code: "unknown-format", "cannot tell what \(name) is",
                evidence: ["nothing was imported"],
                hints: ["say what it is: --from with one of \(known)"])
        }
        return format
    }

    private static func take(_ file: File, _ session: Session) throws -> ImportReport {
        let line = session.console.progressLine
        defer { line?.clear() }
        let isDry = session.command.has("dry-run")
        let importer = try Importer(
            session, file.format, set: session.settings.value(.set, session.command)?.text,
            isDry: isDry,
            isAgain: session.command.has("again")
        ) { line?.show(records: $0) }
        do {
            try file.format.read(file.octets) { try importer.take($0) }
            try importer.finish()
        } catch let error as FormatError {
            // What was found before the fault is good, and is kept.
            try importer.finish()
            guard importer.tally.records > 0 else { throw failure(error, file) }
            importer.add(error)
        }
        return ImportReport(
            name: file.name, format: file.format, tally: importer.tally, isDry: isDry)
    }

    private static func failure(_ error: FormatError, _ file: File) -> CommandFailure {
        let place = error.line.map { ", line \($0)" } ?? ""
        return CommandFailure(
            .failed, code: "unreadable-source",
            "cannot import \(file.name)\(place): \(error.why)",
            evidence: ["nothing was imported"], hints: ["postil help formats"])
    }

    private static func reply(_ reports: [ImportReport], _ session: Session) -> Reply {
        let text = reports.map(\.text).joined(separator: "\n")
        let isPartial = reports.contains { !$0.tally.bad.isEmpty }
        return Reply(text: text, status: isPartial ? .partly : .done) { writer in
            writer.array("files") { list in
                for report in reports { list.object { report.write(to: &$0) } }
            }
        }
    }
}
