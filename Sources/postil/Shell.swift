import Glibc

/// Programs that a person chose by a command line of their shell.
enum Shell {
    /// Runs an editor on a file, on the terminal; whether it ended well.
    static func run(_ command: String, on path: String) -> Bool {
        // The line may hold flags, so the shell reads it; the path is no part of what it reads.
        wait(for: start([command + " \"$1\"", "postil", path], input: nil)) == 0
    }

    /// Hands a text to a pager; false if there is none by that name.
    static func page(_ text: String, through command: String) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        // The pager must see the end of what is written.
        _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
        let former = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, former) }
        // As git does: a plain `less` shows colours, and what fits the screen at once.
        setenv("LESS", "FIRX", 0)
        let child = start([command], input: ends[0])
        close(ends[0])
        // Whoever leaves the pager early has read enough.
        _ = FileOctets.write(Array(text.utf8), to: ends[1])
        close(ends[1])
        let status = wait(for: child)
        // What the shell says where it finds no such program.
        return status != nil && status != 127 && status != 126
    }

    /// Starts the shell; nil if that fails.
    private static func start(_ words: [String], input: Int32?) -> pid_t? {
        var arguments: [UnsafeMutablePointer<CChar>?] = (["/bin/sh", "-c"] + words).map {
            strdup($0)
        }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The program gets the usual meaning of a closed pipe and the like back.
        var usual = sigset_t()
        sigemptyset(&usual)
        for number in [SIGPIPE, SIGXFSZ, SIGINT] { sigaddset(&usual, number) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
        var child: pid_t = 0
        let isStarted =
            posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environ) == 0
        return isStarted ? child : nil
    }

    /// The exit status of a child; nil if it was not started, or was killed.
    private static func wait(for child: pid_t?) -> Int32? {
        guard let child else { return nil }
        // An interrupt that is typed meanwhile is the child's.
        let former = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, former) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            if errno != EINTR { return nil }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
    }
}
