import CommandLine
import HTTPMessage
import JSON
import SyncHTTP
import WireFormat

/// What a server says of itself before anybody logs in.
struct ServerVersion {
    /// The program's version.
    let program: String
    /// The protocols it speaks.
    let protocols: [Int64]

    /// Asks a server.
    ///
    /// - Throws: `CommandFailure` if it is none, or if it speaks no protocol of ours.
    init(_ client: ServerClient) throws {
        let value: JSONValue
        do {
            value = try client.json(.get, SyncRoute.version, having: "protocol")
        } catch let failure as CommandFailure where failure.status == .notFound {
            throw client.foreign(HTTPResponse(status: 404))
        }
        guard let protocols = value["protocol"]?.array?.compactMap(\.int), !protocols.isEmpty else {
            throw client.foreign(HTTPResponse(status: 200))
        }
        self.protocols = protocols
        program = value["version"]?.string ?? "?"
        let ours = Int64(SyncRequest.protocolVersion)
        guard protocols.contains(ours) else {
            let theirs = protocols.prefix(8).map(String.init).joined(separator: ", ")
            throw CommandFailure(
                .versionMismatch, code: ProblemType.versionMismatch.rawValue,
                "\(client.address.host) speaks protocol \(theirs), this postil speaks \(ours)",
                evidence: ["nothing was sent or changed"],
                hints: ["bring the older of the two programs up to date"])
        }
    }
}
