import AnnotationModel
import CommandLine
import Crypto
import HTTPMessage
import JSON
import Octets
import Replication
import Storage
import SyncHTTP

extension PeerServer {
    private static let deviceNameBytesMax = 256

    /// Joining the server: a code, and the device that shows it, give an account and a token. The
    /// same device with the same code is answered alike, for its first answer may be lost.
    func makeAccount(_ call: Call) throws -> Step {
        try checkTries(call)
        let object = try call.object()
        let typed = try object.string("invite")
        let code = try code(typed)
        let name = try object.optionalString("name")
        let secret = try object.optionalString("secret").map { try Self.secret($0) }
        let shown = try Self.device(object["device"], typed)
        let token = AccessToken(seed: key.seed, proof: shown.proof)
        return .change { [self] store, _ in
            if let known = try store.caller(tokenHash: token.hash) {
                return Outcome(welcome(known.account, known.device, token))
            }
            let invite = try store.useInvite(code.hash, now: call.now)
            let account = try account(invite, name, secret, call, store)
            let device = try store.addDevice(
                account.id, key: shown.key, name: shown.name, tokenHash: token.hash, now: call.now)
            try store.appendAudit(
                action: "log-in", by: account.id, detail: Alphabet.hex.text(device.id.octets),
                now: call.now)
            return Outcome(welcome(account, device, token))
        }
    }

    private func account(
        _ invite: Invite, _ name: String?, _ secret: Octets16?, _ call: Call,
        _ store: ServerTransaction
    ) throws -> Account {
        var id: AccountID
        switch invite.purpose {
        case .account(let isAdmin):
            let own = secret.map { Naming(hashing).account(secret: $0) }
            if let own, let known = try store.account(own) {
                guard !known.isDisabled else { throw Problem.inviteInvalid }
                return known
            }
            guard let name else { throw Problem(.malformed, "a new account needs a “name”") }
            id = try store.makeAccount(name: name, isAdmin: isAdmin, now: call.now, id: own)
            try store.appendAudit(action: "account", by: id, detail: name, now: call.now)
        case .device(let account): id = account
        case .set: throw Problem.inviteInvalid
        }
        guard let account = try store.account(id), !account.isDisabled else {
            throw Problem.inviteInvalid
        }
        return account
    }

    private static func secret(_ text: String) throws(Problem) -> Octets16 {
        guard let octets = Alphabet.hex.octets(text), let secret = Octets16(octets) else {
            throw Problem(.malformed, "“secret” must be 32 signs of hex")
        }
        return secret
    }

    /// A device's name, and the key that it has shown to be its own by the proof: else somebody
    /// could register a key that others know, and found again what its holder founded.
    private static func device(
        _ device: JSONValue?, _ invite: String
    ) throws -> (name: String, key: Octets32, proof: [UInt8]) {
        guard let device else { throw Problem(.malformed, "“device” is missing") }
        let name = try device.string("name")
        guard let octets = Alphabet.hex.octets(try device.string("key")),
            let key = Octets32(octets)
        else { throw Problem(.malformed, "“key” must be 64 signs of hex") }
        guard (1...deviceNameBytesMax).contains(name.utf8.count), !name.utf8.contains(0)
        else { throw Problem(.malformed, "a device's name is 1 to 256 bytes") }
        let proof = Alphabet.hex.octets(try device.string("proof"))
        let message = DeviceProof.message(key: key, invite: invite)
        guard let proof, DeviceKey.verify(signature: proof, message: message, publicKey: key)
        else { throw Problem(.malformed, "“proof” is not the key's signature") }
        return (name, key, proof)
    }

    private func welcome(
        _ account: Account, _ device: Device, _ token: AccessToken
    ) -> HTTPResponse {
        .json(201) { answer in
            answer.member("account", Alphabet.hex.text(account.id.octets.octets))
            answer.member("name", account.name)
            answer.member("device", Alphabet.hex.text(device.id.octets))
            answer.member(
                "token", token.text.withOctets { String(decoding: $0, as: UTF8.self) })
            answer.member("serverKey", Alphabet.hex.text(key.publicKey.octets))
            answer.member("isAdmin", account.isAdmin)
        }
    }

    func me(_ caller: Caller) -> HTTPResponse {
        .json { answer in
            answer.member("account", Alphabet.hex.text(caller.account.id.octets.octets))
            answer.member("name", caller.account.name)
            answer.member("isAdmin", caller.account.isAdmin)
            answer.member("device", Alphabet.hex.text(caller.device.id.octets))
            answer.member("deviceName", caller.device.name)
            answer.member("serverKey", Alphabet.hex.text(key.publicKey.octets))
        }
    }

    /// Refuses an address that has tried too many codes.
    func checkTries(_ call: Call) throws(Problem) {
        guard !codeTries.isOver(call.request.peerAddress, now: call.now) else {
            throw Problem(.tooMany, "too many codes were wrong; try again in a minute")
        }
    }

    /// The code that was typed.
    func code(_ typed: String) throws(Problem) -> InviteCode {
        guard let code = InviteCode(typed: typed) else { throw .inviteInvalid }
        return code
    }
}
