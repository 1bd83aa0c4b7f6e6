extension Database {
    /// How a database is opened.
    public struct Options: Sendable {
        /// What may be done with the file.
        public enum Mode: Equatable, Sendable {
            /// Reads and writes; makes the file, with mode 0600, if there is none.
            case readWriteCreate
            /// Reads only, and never waits for a writer.
            case readOnly
        }

        /// What may be done with the file.
        public var mode: Mode
        /// How long a write waits for another program's, in milliseconds.
        public var waitMilliseconds: Int
        /// The lock file all writers agree on; nil stands for the database's path and `.lock`.
        public var lockPath: String?
        /// The name others read when this program keeps them waiting.
        public var holderName: String
        /// After how many pages in the WAL a write is followed by a checkpoint.
        public var checkpointPages: Int32

        /// The options of a program that reads and writes.
        public init(
            mode: Mode = .readWriteCreate, waitMilliseconds: Int = 5000, lockPath: String? = nil,
            holderName: String = Self.programName, checkpointPages: Int32 = 1000
        ) {
            self.mode = mode
            self.waitMilliseconds = waitMilliseconds
            self.lockPath = lockPath
            self.holderName = holderName
            self.checkpointPages = checkpointPages
        }

        /// The last part of the path this program was started by.
        public static var programName: String {
            let path = CommandLine.arguments.first ?? ""
            return path.utf8.split(separator: 0x2f).last.map { String($0) ?? "program" }
                ?? "program"
        }
    }
}
