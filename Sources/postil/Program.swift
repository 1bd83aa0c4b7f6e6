import ClientCommands
import CommandLine
import Glibc

@main
struct Program {
    static func main() {
        StandardStreams.occupy()
        // A pipe that nobody reads any more is noticed where it is written to.
        signal(SIGPIPE, SIG_IGN)
        // A file that may not grow is a failed write, told like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        Interruption.install()
        let console = LiveConsole()
        let arguments = Array(Swift.CommandLine.arguments.dropFirst())
        let status = ClientProgram.run(arguments: arguments, console: console.console)
        exit(console.finish(status, arguments))
    }
}
