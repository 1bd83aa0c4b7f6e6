import ClientCommands
import Glibc

/// The process's own streams, terminal, environment and clock.
final class LiveConsole {
    private let out = Output(STDOUT_FILENO)
    private let err = Output(STDERR_FILENO)
    private let environment: [String: String]
    private let editor = Editor()

    init() {
        environment = LiveConsole.readEnvironment()
    }

    /// What commands get of it.
    var console: Console {
        Console(
            out: { [out] in out.write($0) },
            err: { [out, err] text in
                // What was said before stands before it, also when both go to one place.
                out.flush()
                err.write(text)
                err.flush()
            },
            input: LiveConsole.readInput, edit: editor.edit,
            draft: { [editor] in editor.draft }, discardDraft: editor.discardDraft,
            page: { [out] text, pager in
                out.flush()
                return Shell.page(text, through: pager)
            },
            isInputTerminal: isatty(STDIN_FILENO) == 1,
            isOutputTerminal: isatty(STDOUT_FILENO) == 1,
            isErrorTerminal: isatty(STDERR_FILENO) == 1, columns: columns,
            rows: rows, environment: environment, now: LiveConsole.now)
    }

    /// Writes out what is left; the status to end with.
    ///
    /// A reader that has gone away is no failure; a full disk behind standard output is.
    func finish(_ status: Int32, _ arguments: [String]) -> Int32 {
        out.flush()
        err.flush()
        guard let failure = out.failure, status == 0 else { return status }
        return ClientProgram.unheard(failure, arguments: arguments, console: console)
    }

    private var columns: Int {
        if let said = environment["COLUMNS"].flatMap({ Int($0) }), said > 0 {
            return min(said, 1_000)
        }
        return size.flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil } ?? 80
    }

    private var rows: Int {
        if let said = environment["LINES"].flatMap({ Int($0) }), said > 0 { return said }
        return size.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } ?? 24
    }

    /// The terminal's size; nil where there is none.
    private var size: winsize? {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }

    /// Milliseconds since 1970.
    private static func now() -> UInt64 {
        var time = timespec()
        guard clock_gettime(CLOCK_REALTIME, &time) == 0, time.tv_sec >= 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }

    private static func readEnvironment() -> [String: String] {
        var result: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
                result[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
            }
            next += 1
        }
        return result
    }

    /// Standard input to its end, or to one octet more than any source may have; nil if it
    /// cannot be read.
    private static func readInput() -> [UInt8]? {
        FileOctets.read(STDIN_FILENO, max: inputOctetsMax + 1)
    }

    private static let inputOctetsMax = 64 << 20
}
