import Synchronization

@testable import PeerServer

/// The program without a process: what it is asked, and what it said.
final class Admin: Sendable {
    let said = Mutex("")
    let complained = Mutex("")
    private let folder: String

    init(_ folder: String) { self.folder = folder }

    func run(_ words: String...) -> Int32 {
        said.withLock { $0 = "" }
        complained.withLock { $0 = "" }
        let output = ProgramOutput(
            out: { [self] text in said.withLock { $0 += text } },
            err: { [self] text in complained.withLock { $0 += text } }, log: { _ in })
        let folder = folder
        return ServerProgram(
            environment: { $0 == "POSTIL_DATA" ? folder : nil }, output: output
        ).run(words)
    }

    var out: String { said.withLock { $0 } }
    var err: String { complained.withLock { $0 } }
}
