import HTTPMessage
import Storage
import SyncEngine
import SyncHTTP
import Synchronization
import WireFormat

extension PeerServer {
    /// Says how the server's content of a set differs from a client's, or gives out records that a
    /// client has lost; one such question at a time, for each reads the whole set.
    func reconcile(_ call: Call, _ store: ServerTransaction, _ caller: Caller?) throws -> Outcome {
        let caller = try needed(caller)
        let octets = try content(call.request)
        try checkVersion(octets)
        let request: ReconcileRequest
        do {
            request = try ReconcileRequest.decode(octets)
        } catch {
            throw Problem(.malformed, "the message cannot be read: \(error.rawValue)")
        }
        let isFree = isReconciling.exchange(true, ordering: .acquiring) == false
        guard isFree else { throw Problem(.busy, "another set is being compared; try again") }
        defer { isReconciling.store(false, ordering: .releasing) }
        guard let set = try store.listedSet(try call.set) else { throw Problem.notFound }
        let asker = SyncPeer.Asker(account: caller.account.id, key: caller.device.key)
        let answer = try ReconcilePeer(set, hashing).answer(request, from: asker)
        return Outcome(respond(answer.encoded(), to: call.request))
    }
}
