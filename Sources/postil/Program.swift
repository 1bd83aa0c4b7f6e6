import ClientCommands
import Glibc

@main
struct Program {
    static func main() {
        // A pipe that nobody reads any more is noticed where it is written to.
        signal(SIGPIPE, SIG_IGN)
        // A file that may not grow is a failed write, told like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        // Whatever is not committed never was: the store is whole at any moment.
        signal(SIGINT) { _ in _exit(130) }
        signal(SIGTERM) { _ in _exit(130) }
        let console = LiveConsole()
        let status = ClientProgram.run(
            arguments: Array(CommandLine.arguments.dropFirst()), console: console.console)
        exit(console.finish(status))
    }
}
