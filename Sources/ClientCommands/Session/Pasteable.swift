import CommandLine
import Glibc

/// Command lines that a person can paste.
enum Pasteable {
    /// A longer command line is no help to anybody.
    private static let octetsMax = 300

    /// The command line that was typed, with flags behind it; nil if it is too long, or took
    /// something from standard input, which is read by now.
    static func again(_ typed: [String], _ flags: [String] = []) -> String? {
        let isRead = typed.contains { $0 == "-" || $0.hasSuffix("=-") || $0 == "-m-" }
        guard !isRead else { return nil }
        let end = typed.firstIndex { $0.utf8.elementsEqual("--".utf8) } ?? typed.endIndex
        let words = typed[..<end] + flags + typed[end...]
        let line = "postil " + words.map(ShellWords.quoted).joined(separator: " ")
        return line.utf8.count <= octetsMax ? line : nil
    }

    /// What shows who may do what with a file; the folder that should hold it, if it is not there.
    static func look(at path: String) -> String {
        var place = path
        while access(place, F_OK) != 0, errno == ENOENT {
            let octets = place.utf8
            guard let slash = octets.lastIndex(of: UInt8(ascii: "/")) else { return "ls" }
            if slash == octets.startIndex { return "ls /" }
            place = String(place[..<slash])
        }
        return (place == path ? "ls -ld " : "ls ") + ShellWords.quoted(place)
    }
}
