import CommandLine
public import HTTPMessage
import JSON
public import SyncHTTP

/// Why a request was not done, as the answer says it (RFC 9457).
public struct Problem: Error, Equatable, Sendable {
    /// What kind of thing is wrong.
    public let type: ProblemType
    /// One sentence for a person; never a secret, and nothing a stranger may not know.
    public let detail: String

    /// Takes the parts.
    public init(_ type: ProblemType, _ detail: String) {
        self.type = type
        self.detail = detail
    }

    /// The answer that says it.
    public var response: HTTPResponse {
        var writer = JSONWriter()
        writer.object { problem in
            problem.member("type", type.uri)
            problem.member("title", title)
            problem.member("status", type.status)
            problem.member("detail", detail)
        }
        var response = HTTPResponse(
            status: type.status, fields: ["Content-Type": "application/problem+json"],
            body: Array(writer.text.utf8))
        if type == .loginNeeded { response.fields["WWW-Authenticate"] = "Bearer" }
        if type == .tooMany { response.fields["Retry-After"] = "60" }
        if type == .busy { response.fields["Retry-After"] = "1" }
        return response
    }

    private var title: String {
        switch type {
        case .malformed: "The request is malformed"
        case .loginNeeded: "A log-in is needed"
        case .notAllowed: "Not allowed"
        case .notFound: "Not found"
        case .methodNotAllowed: "Another method is needed"
        case .membersChanged: "The members have changed"
        case .setHeld: "The set waits for an owner"
        case .nameTaken: "The name is taken"
        case .keyTaken: "The key is taken"
        case .inviteInvalid: "The code is not valid"
        case .lastOwner: "A set needs an owner"
        case .blobGap: "A part of the blob is missing"
        case .blobMismatch: "The blob is damaged"
        case .tooLarge: "Too large"
        case .versionMismatch: "Another version of the protocol"
        case .tooMany: "Too many tries"
        case .storageFull: "No room"
        case .busy: "Busy"
        case .internalError: "Internal error"
        }
    }
}
