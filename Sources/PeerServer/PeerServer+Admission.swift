import Access
import AnnotationModel
import CommandLine
import Storage
import SyncEngine
import SyncHTTP

extension PeerServer {
    /// Lets the caller in, by the one table of routes; nil on a route that is open to all.
    ///
    /// - Throws: `Problem`: no log-in, no such set for this account, or not allowed.
    func admit(_ call: Call, _ store: ServerTransaction) throws -> Caller? {
        if call.route.scope == .open { return nil }
        guard let hash = call.tokenHash, let found = try store.caller(tokenHash: hash) else {
            throw Problem.loginNeeded
        }
        let caller = Caller(device: found.device, account: found.account)
        switch call.route.scope {
        case .open, .account: break
        case .set(let action): try require(action, caller, call, store)
        case .setOrSelf(let action, let own):
            let isSelf = try call.octets16(at: 1) == caller.account.id.octets
            try require(isSelf ? own : action, caller, call, store)
        }
        return caller
    }

    private func require(
        _ action: Action, _ caller: Caller, _ call: Call, _ store: ServerTransaction
    ) throws {
        guard let set = try store.set(call.set),
            let role = set.membership.role(of: caller.account.id)
        else { throw Problem.notFound }
        if set.isHeld { throw Problem.setHeld }
        guard Policy.can(role, action) else {
            let least = Policy.leastRole(for: action).name
            throw Problem(
                .notAllowed, "you are \(role.name) in this set; this needs the role \(least)")
        }
    }

    /// Does what the route is for, or says what has to be changed.
    func step(_ call: Call, _ store: ServerTransaction, _ caller: Caller?) throws -> Step {
        guard let caller else {
            guard call.route == .makeAccount else { throw Problem.loginNeeded }
            return try makeAccount(call)
        }
        switch call.route {
        case .sync: return try sync(call, store, caller)
        case .me: return .done(Outcome(me(caller)))
        case .devices: return .done(Outcome(try devices(store, caller)))
        case .makeDeviceCode: return makeDeviceCode(call)
        case .revokeDevice: return try revokeDevice(call)
        case .logout: return logout(call)
        case .members: return .done(Outcome(try members(call, store)))
        case .setMember: return try setMember(call)
        case .makeInvite: return try makeInvite(call)
        case .join: return try join(call)
        case .blob: return .done(Outcome(try blob(call, store)))
        case .putBlob: return try putBlob(call)
        case .reconcile: return .done(try reconcile(call, store, caller))
        case .makeAccount, .health, .ready, .version, .metrics:
            throw Problem(.internalError, "an open route was asked with a caller")
        }
    }

    /// The caller that a change of a route with a log-in always has.
    func needed(_ caller: Caller?) throws(Problem) -> Caller {
        guard let caller else { throw .loginNeeded }
        return caller
    }
}
