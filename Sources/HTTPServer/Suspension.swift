import CMicroHTTPD

/// Marks a connection that waits for its answer; to be ended exactly once.
// Sendable: the pointer stays valid until the connection is resumed, and the library allows
// resuming from any thread.
struct Suspension: @unchecked Sendable {
    private let connection: OpaquePointer

    init(_ connection: OpaquePointer) { self.connection = connection }

    /// Lets the library go on with the connection, on its own thread.
    func end() { MHD_resume_connection(connection) }
}
