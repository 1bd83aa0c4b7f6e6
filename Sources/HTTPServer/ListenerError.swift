/// Says why a server cannot listen.
public struct ListenerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Tells apart what a caller does about a failure.
    public enum Code: String, Sendable {
        /// The address is not `HOST:PORT` with a numeric host.
        case badAddress
        /// Another program listens there.
        case addressInUse
        /// The system refused the socket for another reason.
        case cannotListen
        /// The HTTP library could not start its threads.
        case cannotStart
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was tried, on what, and what to do, for people.
    public let message: String

    /// The message, as a person reads it.
    public var description: String { message }
}
