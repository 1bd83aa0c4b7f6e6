import CommandLine
import Crypto
import HTTPMessage
import Octets
import Replication
import Storage
import SyncEngine
import SyncHTTP

/// Asks a server to let this device in.
struct Joining {
    let code: String
    let name: String
    let device: String

    /// Asks once, and once more with a key of its own if the server knows the device's key.
    func run(_ session: Session, _ client: ServerClient) throws -> Login {
        do {
            return try ask(client, try deviceKey(session))
        } catch let failure as CommandFailure where failure.code == ProblemType.keyTaken.rawValue {
            // An earlier log-in whose answer was lost, or that has ended, holds the key.
            return try ask(client, try replaceKey(session))
        }
    }

    private func ask(_ client: ServerClient, _ key: Octets32) throws -> Login {
        let value: JSONValue
        do {
            value = try post(client, key)
        } catch let failure as CommandFailure
            where failure.code == TransportError.Code.cutOff.rawValue
        {
            // The answer was lost: the same request again either gets it, or shows that the code is
            // used.
            do {
                value = try post(client, key)
            } catch let failure as CommandFailure
                where failure.code == ProblemType.inviteInvalid.rawValue
            {
                throw lost(client, failure.code)
            }
        } catch let failure as CommandFailure
            where failure.code == TransportError.Code.timeout.rawValue
        {
            throw lost(client, failure.code)
        }
        guard let login = Login(value) else { throw lost(client, "unreadable-answer") }
        return login
    }

    private func post(_ client: ServerClient, _ key: Octets32) throws -> JSONValue {
        try client.json(.post, SyncRoute.accounts, isIdempotent: false) { body in
            body.member("invite", code)
            if !name.isEmpty { body.member("name", name) }
            body.object("device") {
                $0.member("name", device)
                $0.member("key", Alphabet.hex.text(key.octets))
            }
        }
    }

    private func lost(_ client: ServerClient, _ code: String) -> CommandFailure {
        CommandFailure(
            .network, code: code,
            "the answer of \(client.address.host) was lost: the code may be used up by now",
            evidence: ["all that you wrote is safe in this store"],
            hints: [
                "try the same again; if the code is refused, ask for a new one,",
                "and choose another name with --user if yours is taken",
            ])
    }

    private func deviceKey(_ session: Session) throws -> Octets32 {
        try session.write { workspace in
            // The server gives the first store of an account its personal set, so there must be
            // one.
            _ = try workspace.personalSet()
            return try Workspace.deviceKey(workspace.transaction).publicKey
        }
    }

    private func replaceKey(_ session: Session) throws -> Octets32 {
        try session.write { workspace in
            let key = DeviceKey()
            try workspace.transaction.putSetting(.deviceSeed, key.seed.withOctets { Array($0) })
            // A replica is bound to the key that it pushed with first.
            try Workspace(workspace.transaction, now: workspace.now).replica.takeNewIdentity()
            return key.publicKey
        }
    }
}
