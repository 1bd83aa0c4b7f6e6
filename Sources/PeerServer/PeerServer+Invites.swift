import Access
import AnnotationModel
import CommandLine
import Crypto
import HTTPMessage
import JSON
import Octets
import Replication
import Storage
import SyncEngine
import SyncHTTP
import WireFormat

extension PeerServer {
    private static let inviteLasts: UInt64 = 7 * 86_400_000
    private static let usesMax: Int64 = 1_000

    func makeInvite(_ call: Call) throws -> Step {
        let object = try call.object()
        let role = try Self.role(object.string("role"))
        let uses = try object.optionalInt("uses") ?? 1
        guard (1...Self.usesMax).contains(uses) else {
            throw Problem(.malformed, "“uses” must be 1 to \(Self.usesMax)")
        }
        let set = try call.set
        return .change { [self] store, caller in
            let caller = try needed(caller)
            guard try store.set(set)?.membership.isPersonal == false else {
                throw Problem(.notAllowed, "a personal set has one member; make another set")
            }
            let code = InviteCode()
            let expires = call.now &+ Self.inviteLasts
            try store.addInvite(
                Invite(
                    codeHash: code.hash, purpose: .set(set, role, by: caller.account.id),
                    expires: expires, usesLeft: Int(uses)))
            try store.appendAudit(
                action: "invite", by: caller.account.id,
                detail: Alphabet.hex.text(set.octets.octets) + " " + role.name, now: call.now)
            return Outcome(
                .json(201) { answer in
                    answer.member("code", code.shown)
                    answer.member("set", Alphabet.hex.text(set.octets.octets))
                    answer.member("role", role.name)
                    answer.member("expires", time(expires))
                })
        }
    }

    /// Joining a set. Who is in already stays what he is, so a repeated request does no harm.
    func join(_ call: Call) throws -> Step {
        try checkTries(call)
        let code = try code(call.object().string("code"))
        return .change { [self] store, caller in
            let caller = try needed(caller)
            guard let invite = try store.invite(code.hash),
                case .set(let id, let given, let inviter) = invite.purpose,
                let set = try store.set(id)
            else { throw Problem.inviteInvalid }
            if set.isHeld { throw Problem.setHeld }
            if let role = set.membership.role(of: caller.account.id) {
                return Outcome(try joined(set, role))
            }
            _ = try store.useInvite(code.hash, now: call.now)
            guard Policy.can(set.membership.role(of: inviter), .invite) else {
                throw Problem.inviteInvalid
            }
            try set.append(
                MemberEntry(
                    id: randomness.octets16(), by: inviter,
                    change: .role(
                        account: caller.account.id, name: caller.account.name, role: given)))
            try store.appendAudit(
                action: "join", by: caller.account.id,
                detail: Alphabet.hex.text(id.octets.octets) + " " + given.name, now: call.now)
            return Outcome(try joined(set, given))
        }
    }

    private func joined(_ set: any PeerSet, _ role: Role) throws -> HTTPResponse {
        let name = try name(of: set)
        return .json { answer in
            answer.member("set", Alphabet.hex.text(set.id.octets.octets))
            answer.member("name", name)
            answer.member("role", role.name)
        }
    }

    /// What a set is called; nil if nobody has named it.
    private func name(of set: any PeerSet) throws -> String? {
        let names = try set.entity(EntityID(set.id.octets), .confirmed)?.values(of: .setName) ?? []
        guard let first = names.first,
            case .name(let name)? = try? Payload.decode(first.payload, of: .setName)
        else { return nil }
        return name
    }
}
