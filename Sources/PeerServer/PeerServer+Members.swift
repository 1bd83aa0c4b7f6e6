import Access
import AnnotationModel
import CommandLine
import Crypto
import HTTPMessage
import JSON
import Octets
import Storage
import SyncEngine
import SyncHTTP
import WireFormat

extension PeerServer {
    func members(_ call: Call, _ store: ServerTransaction) throws -> HTTPResponse {
        guard let set = try store.set(call.set) else { throw Problem.notFound }
        return answer(set.membership)
    }

    private func answer(_ membership: Membership) -> HTTPResponse {
        .json { answer in
            answer.member("members", membership.count)
            answer.member("hash", Alphabet.hex.text(membership.hash.octets))
            answer.member("isPersonal", membership.isPersonal)
            answer.array("items") { list in
                for (account, member) in membership.present {
                    list.object { item in
                        item.member("account", Alphabet.hex.text(account.octets.octets))
                        item.member("name", member.name)
                        item.member("role", member.role?.name)
                    }
                }
            }
        }
    }

    /// Changes a role, removes a member, or leaves; over the very log the person has seen.
    func setMember(_ call: Call) throws -> Step {
        let object = try call.object()
        guard let said = object["role"] else {
            throw Problem(.malformed, "“role” is missing; it must be a role's name or null")
        }
        let role = try said.isNull ? nil : Self.role(object.string("role"))
        let count = try object.int("members")
        guard let octets = Alphabet.hex.octets(try object.string("hash")),
            let hash = Octets32(octets)
        else { throw Problem(.malformed, "“hash” must be 64 signs of hex") }
        let (setID, target) = (try call.set, AccountID(try call.octets16(at: 1)))
        return .change { [self] store, caller in
            let caller = try needed(caller)
            guard let set = try store.set(setID) else { throw Problem.notFound }
            let command = RoleCommand(
                account: target, role: role, members: Int(clamping: count), hash: hash)
            do {
                try command.carryOut(
                    on: set, by: caller.account.id, name: { try store.name(of: target) },
                    id: randomness.octets16())
            } catch let refusal as RoleCommand.Refusal {
                throw Problem(refusal)
            }
            try store.appendAudit(
                action: "role", by: caller.account.id,
                detail: call.words.joined(separator: " ") + " " + (role?.name ?? "none"),
                now: call.now)
            return Outcome(answer(set.membership))
        }
    }

    /// The role of this name.
    static func role(_ name: String) throws(Problem) -> Role {
        guard let role = Role(name: name) else {
            throw Problem(.malformed, "a role is reader, commenter, editor or owner")
        }
        return role
    }
}

extension Problem {
    fileprivate init(_ refusal: RoleCommand.Refusal) {
        self =
            switch refusal {
            case .notAllowed: Problem(.notAllowed, "only an owner changes roles")
            case .membersChanged: .membersChanged
            case .notFound: .notFound
            case .lastOwner:
                Problem(.lastOwner, "a set needs an owner; make somebody else owner first")
            }
    }
}
