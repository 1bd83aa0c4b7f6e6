import Glibc

/// The three descriptors that every program expects to be started with.
public enum StandardStreams {
    /// Puts in the place of those that are closed what fails as they do.
    ///
    /// Else the next file that is opened takes the place: it is read as what a person typed, and
    /// what is said to them is written over it.
    public static func occupy() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest number that is free is this one, which stays open until the program ends.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
