import CommandLine
import Glibc
import PeerServer

@main
struct Program {
    static func main() {
        StandardStreams.occupy()
        // A client that hangs up must not end the server.
        signal(SIGPIPE, SIG_IGN)
        // A file that may not grow is a failed write, told like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        exit(ServerProgram().run(Array(Swift.CommandLine.arguments.dropFirst())))
    }
}
