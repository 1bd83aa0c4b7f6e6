import CommandLine
import HTTPMessage
import JSON
import SyncHTTP

/// What a server's refusal, or its silence, means to the person at the keyboard.
extension ServerClient {
    static let isSafe = "what you wrote is safe in this store and will be sent next time"

    /// The registered type of a problem that a response carries; nil if it carries none.
    func problem(_ response: HTTPResponse) -> ProblemType? { details(response)?.type }

    private func details(
        _ response: HTTPResponse
    ) -> (type: ProblemType?, detail: String)? {
        guard isProblem(response),
            let value = try? JSONReader.parse(response.body),
            let uri = value["type"]?.string
        else { return nil }
        let detail = value["detail"]?.string ?? value["title"]?.string ?? "no reason given"
        return (ProblemType(uri: uri), String(detail.unicodeScalars.prefix(500)))
    }

    /// Whether it is a refusal of a server of ours, and not of what stands in its way.
    func isProblem(_ response: HTTPResponse) -> Bool {
        isMedia(response, "application/problem+json")
    }

    func isMedia(_ response: HTTPResponse, _ type: String) -> Bool {
        let said = response.fields["Content-Type"]?.lowercased() ?? ""
        return said.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }.elementsEqual(type.utf8)
    }

    /// Why a response is no success.
    func failure(_ response: HTTPResponse) -> CommandFailure {
        guard let (type, detail) = details(response) else { return foreign(response) }
        guard let type else {
            return CommandFailure(
                response.status >= 500 ? .network : .failed, code: "refused",
                "\(address.host) refuses (status \(response.status)): \(detail)",
                evidence: [Self.isSafe], hints: ["try the same again in a moment"])
        }
        return failure(type, detail)
    }

    func failure(_ type: ProblemType, _ detail: String) -> CommandFailure {
        let (status, hints): (ExitStatus, [String]) =
            switch type {
            case .loginNeeded:
                (.notAllowed, ["sign in again: postil login \(address.url) --invite CODE"])
            case .notAllowed: (.notAllowed, ["ask an owner of the set: postil set members SET"])
            case .inviteInvalid: (.notAllowed, ["ask for a new code"])
            case .lastOwner:
                (.notAllowed, ["make somebody else an owner: postil set role SET USER owner"])
            case .notFound: (.notFound, ["postil set list"])
            case .nameTaken: (.failed, ["choose another name: postil login … --user NAME"])
            case .keyTaken: (.failed, ["try the same again"])
            case .versionMismatch:
                (.versionMismatch, ["bring this program or the server up to date"])
            case .tooMany: (.network, ["wait a minute, then try again"])
            // A gap: somebody else sends the same text at the same time.
            case .membersChanged, .busy, .internalError, .blobGap:
                (.network, ["try the same again in a moment"])
            case .setHeld:
                (.network, ["if you own the set: postil sync", "else wait for one of its owners"])
            case .storageFull: (.network, ["tell the admin of \(address.host)"])
            case .malformed, .methodNotAllowed, .blobMismatch, .tooLarge:
                (.failed, ["bring this program up to date, then try again"])
            }
        let what =
            type == .loginNeeded
            ? "your login on \(address.host) has ended: \(detail)"
            : "\(address.host) refuses: \(detail)"
        let isWaiting = status == .network || type == .loginNeeded
        return CommandFailure(
            status, code: type.rawValue, what, evidence: isWaiting ? [Self.isSafe] : [],
            hints: hints)
    }

    /// Something answered that is not a Postil server, or does not speak as one.
    func foreign(_ response: HTTPResponse) -> CommandFailure {
        if [429, 502, 503, 504].contains(response.status) {
            return CommandFailure(
                .network, code: "gateway",
                "\(address.host) answers with status \(response.status): the server is not ready",
                evidence: [Self.isSafe], hints: ["try the same again in a moment"])
        }
        return CommandFailure(
            .network, code: "not-a-server",
            "\(address.url) answers, but is not a Postil server (status \(response.status))",
            evidence: [
                "a network that wants a sign-in first, or a proxy, may have answered in its place",
                Self.isSafe,
            ], hints: ["check the address, and open it in a browser"])
    }

    /// The server answered with something that cannot be read.
    func unreadable(_ reason: String) -> CommandFailure {
        CommandFailure(
            .network, code: "unreadable-answer",
            "\(address.host) sent an answer that cannot be read: \(reason)",
            evidence: ["nothing of it was taken in", Self.isSafe], hints: ["try again: postil sync"]
        )
    }

    /// Why no response came.
    func failure(_ error: TransportError) -> CommandFailure {
        switch error.code {
        case .insecure:
            CommandFailure(
                .refusedForSafety, code: "insecure",
                "\(address.url) is without encryption: others could read the log-in and all notes",
                evidence: ["nothing was sent"],
                hints: [
                    "use https://\(address.host)",
                    "or, in a network that you trust, add --allow-insecure to postil login",
                ])
        case .badURL:
            CommandFailure(.usage, code: "bad-address", error.message, hints: ["postil help login"])
        case .unreachable, .timeout, .cutOff, .tlsFailure, .protocolError, .tooLarge:
            CommandFailure(
                .network, code: error.code.rawValue, sentence(error.code),
                evidence: [error.message, Self.isSafe],
                hints: ["check the address and the network, then try the same again"]
                    + (token == nil ? [] : ["or look further: postil doctor --online"]))
        }
    }

    private func sentence(_ code: TransportError.Code) -> String {
        switch code {
        case .timeout: "\(address.host) does not answer"
        case .cutOff: "the connection to \(address.host) was lost"
        case .tlsFailure: "\(address.host) could not prove that it is \(address.host)"
        case .tooLarge: "\(address.host) sent an answer that is too long"
        case .protocolError: "\(address.host) answers, but is not a Postil server"
        default: "\(address.host) cannot be reached"
        }
    }
}
