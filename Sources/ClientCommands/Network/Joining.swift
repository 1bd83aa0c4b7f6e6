import Access
import CommandLine
import Crypto
import HTTPMessage
import JSON
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

    /// Joins by what was typed, in the form that codes have: however it is typed again, the request
    /// is the same.
    init(code: String, name: String, device: String) {
        self.code = TypedCode(code)?.text ?? code
        self.name = name
        self.device = device
    }

    /// Asks once, and once more with a key of its own if the server knows the device's key.
    func run(_ session: Session, _ client: ServerClient) throws -> Login {
        do {
            return try ask(client, try identity(session))
        } catch let failure as CommandFailure where failure.code == ProblemType.keyTaken.rawValue {
            // Another log-in of this store holds the key: one that has ended, or one by another
            // code whose answer was lost.
            return try ask(client, try replaceKey(session))
        }
    }

    private func ask(_ client: ServerClient, _ identity: Identity) throws -> Login {
        let value: JSONValue
        do {
            value = try post(client, identity)
        } catch let failure as CommandFailure where isDoubtful(failure) {
            throw lost(client, failure.code)
        }
        guard let login = Login(value) else { throw lost(client, "unreadable-answer") }
        return login
    }

    /// Whether the server may have let the device in all the same.
    private func isDoubtful(_ failure: CommandFailure) -> Bool {
        typealias Code = TransportError.Code
        let sure =
            [Code.unreachable, .tlsFailure].map(\.rawValue)
            + [ProblemType.tooMany, .busy, .internalError, .storageFull].map(\.rawValue)
        return failure.status == .network && !sure.contains(failure.code)
    }

    private func post(_ client: ServerClient, _ identity: Identity) throws -> JSONValue {
        try client.json(.post, SyncRoute.accounts, having: "token") { body in
            body.member("invite", code)
            if !name.isEmpty { body.member("name", name) }
            body.member("secret", Alphabet.hex.text(identity.secret))
            body.object("device") {
                let key = identity.key.publicKey
                let message = DeviceProof.message(key: key, invite: code)
                $0.member("name", device)
                $0.member("key", Alphabet.hex.text(key.octets))
                $0.member("proof", Alphabet.hex.text(identity.key.sign(message)))
            }
        }
    }

    private func lost(_ client: ServerClient, _ code: String) -> CommandFailure {
        CommandFailure(
            .network, code: code,
            "the answer of \(client.address.host) was lost: you may be logged in there by now",
            evidence: [
                "all that you wrote is safe in this store",
                "the code is not lost: to this store the server gives the same answer again",
            ],
            hints: ["try the same again"])
    }

    /// What the device shows of itself.
    private struct Identity {
        let key: DeviceKey
        /// What the id of an account that it makes is derived from.
        let secret: [UInt8]

        init(_ workspace: Workspace, _ key: DeviceKey) throws {
            self.key = key
            if let kept = try workspace.transaction.setting(.accountSecret) {
                secret = kept
            } else {
                secret = SystemRandomness().octets16().octets
                try workspace.transaction.putSetting(.accountSecret, secret)
            }
        }
    }

    private func identity(_ session: Session) throws -> Identity {
        try session.write { workspace in
            // The server gives the first store of an account its personal set, so there must be
            // one.
            _ = try workspace.personalSet()
            return try Identity(workspace, Workspace.deviceKey(workspace.transaction))
        }
    }

    private func replaceKey(_ session: Session) throws -> Identity {
        try session.write { workspace in
            let key = DeviceKey()
            try workspace.transaction.putSetting(.deviceSeed, key.seed.withOctets { Array($0) })
            // A replica is bound to the key that it pushed with first.
            try Workspace(workspace.transaction, now: workspace.now).replica.takeNewIdentity()
            return try Identity(workspace, key)
        }
    }
}
