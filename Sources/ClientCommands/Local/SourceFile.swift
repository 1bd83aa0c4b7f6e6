import CommandLine
import Glibc
import TextAnchoring

/// Reads a source from disk, bounded.
enum SourceFile {
    /// The octets of the longest file that is imported.
    static let importMax = 1 << 30

    /// The file's octets, at most one more than `bytesMax`; a folder or a missing file is refused.
    static func read(_ path: String, bytesMax: Int = SourceText.bytesMax) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw refusal(path) }
        defer { close(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while result.count <= bytesMax {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw refusal(path)
            }
            if count == 0 { break }
            result += buffer[0..<count]
        }
        return result
    }

    private static func refusal(_ path: String) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        let status: ExitStatus = errno == ENOENT ? .notFound : .failed
        return CommandFailure(
            status, code: "unreadable-source", "cannot read \(path): \(reason)",
            evidence: ["nothing was added"], hints: [look(at: path)])
    }

    /// What shows a person that a file is not what they thought.
    static func look(at path: String) -> String { "look at it: \(Pasteable.look(at: path))" }
}
