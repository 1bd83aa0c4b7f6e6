import AnnotationModel
import CivilTime
import CommandLine
import HTTPMessage
import JSON
import Octets
import Storage

extension PeerServer {
    private static let deviceCodeLasts: UInt64 = 600_000

    func devices(_ store: ServerTransaction, _ caller: Caller) throws -> HTTPResponse {
        let devices = try store.devices(of: caller.account.id)
        return .json { answer in
            answer.array("items") { list in
                for device in devices {
                    list.object { item in
                        item.member("id", Alphabet.hex.text(device.id.octets))
                        item.member("name", device.name)
                        item.member("key", Alphabet.hex.text(device.key.octets))
                        item.member("created", time(device.created))
                        item.member("lastSeen", time(device.lastSeen))
                        item.member("isRevoked", device.isRevoked)
                        item.member("isCurrent", device.id == caller.device.id)
                    }
                }
            }
        }
    }

    func makeDeviceCode(_ call: Call) -> Step {
        .change { [self] store, caller in
            let caller = try needed(caller)
            let code = InviteCode()
            let expires = call.now &+ Self.deviceCodeLasts
            try store.addInvite(
                Invite(
                    codeHash: code.hash, purpose: .device(caller.account.id), expires: expires))
            try store.appendAudit(
                action: "device-code", by: caller.account.id, detail: "", now: call.now)
            return Outcome(
                .json(201) { answer in
                    answer.member("code", code.shown)
                    answer.member("expires", time(expires))
                })
        }
    }

    func revokeDevice(_ call: Call) throws -> Step {
        let id = try call.octets16(at: 0)
        return .change { [self] store, caller in
            try revoke(id, needed(caller), call, store)
        }
    }

    func logout(_ call: Call) -> Step {
        .change { [self] store, caller in
            let caller = try needed(caller)
            return try revoke(caller.device.id, caller, call, store)
        }
    }

    /// Shuts out a device of the caller's own account; those of others are not there.
    private func revoke(
        _ id: Octets16, _ caller: Caller, _ call: Call, _ store: ServerTransaction
    ) throws -> Outcome {
        let devices = try store.devices(of: caller.account.id)
        guard let device = devices.first(where: { $0.id == id }) else { throw Problem.notFound }
        if !device.isRevoked {
            try store.revokeDevice(id, by: caller.account.id)
            try store.appendAudit(
                action: "revoke-device", by: caller.account.id,
                detail: Alphabet.hex.text(id.octets), now: call.now)
        }
        return Outcome(.json { $0.member("device", Alphabet.hex.text(id.octets)) })
    }

    /// A time as answers say it.
    func time(_ milliseconds: UInt64) -> String { UTCTime.text(Int64(clamping: milliseconds)) }
}
