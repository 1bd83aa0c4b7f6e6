import AnnotationModel
import CRDT
import Crypto
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// A request as the server takes it, into sets in memory that the asker owns. Any signature is good
/// that does not begin with zero, so that what is signed is judged.
enum PeerTarget {
    private struct AnyKey: SignatureChecking {
        func isValid(_ signature: [UInt8], of message: [UInt8], by key: Octets32) -> Bool {
            signature.first != 0
        }
    }

    private static let hashing = BLAKE2b()
    private static let asker = SyncPeer.Asker(
        account: AccountID(Octets16(high: 7, low: 7)),
        key: Octets32(first: Octets16(high: 1, low: 2), second: .zero))

    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        guard let read = try? SyncRequest.decode(octets, hashing) else { return }
        do {
            try answer(fromTheStart(read))
        } catch let failure as FuzzFailure {
            throw failure
        } catch {
            throw FuzzFailure("a store in memory does not fail: \(error)")
        }
    }

    /// The same request of a replica that has read nothing: the only place that is here for sure.
    private static func fromTheStart(_ request: SyncRequest) -> SyncRequest {
        let parts = request.parts.map { part in
            SyncRequest.Part(
                set: part.set, position: .full(LogPosition.start(of: part.set, hashing)),
                bundles: part.bundles, again: part.again, membersTail: part.membersTail,
                founding: part.founding, proof: part.proof)
        }
        return SyncRequest(replica: request.replica, parts: parts)
    }

    private static func answer(_ request: SyncRequest) throws {
        let store = MemoryPeerStore(epoch: Octets16(high: 9, low: 9), hashing)
        for part in request.parts where part.founding == nil {
            if try store.set(part.set) != nil { continue }
            try store.makeSet(part.set).append(
                MemberEntry(
                    id: .zero, by: asker.account,
                    change: .found(key: asker.key, nonce: .zero, isPersonal: false, name: "a")))
        }
        let peer = SyncPeer(
            store: store, hashing: hashing, checker: AnyKey(),
            signer: CheapSigner(key: .zero), randomness: SeededRandomness(seed: 1))
        let first = try peer.answer(request, from: asker)
        try check(first, to: request)
        let ends = store.all.map { $0.end.seq }
        let hashes = store.all.map(\.contentHash)
        let second = try peer.answer(request, from: asker)
        try check(second, to: request)
        try require(
            store.all.map { $0.end.seq } == ends && store.all.map(\.contentHash) == hashes,
            "a request that is sent again changes nothing")
        for (one, other) in zip(first.parts, second.parts) {
            let again = one.results.map { $0 == .ok ? SyncAnswer.Result.dup : $0 }
            try require(
                one.status == other.status && other.results == again,
                "a bundle that is sent again was there already")
        }
    }

    private static func check(
        _ answer: SyncAnswer, to request: SyncRequest
    ) throws(FuzzFailure) {
        try require(answer.parts.count == request.parts.count, "each part has its answer")
        let read = try? SyncAnswer.decode(answer.encoded(), hashing)
        try require(read?.parts.count == answer.parts.count, "an answer can be read")
        for (part, asked) in zip(answer.parts, request.parts) where part.status == .ok {
            try require(
                part.results.count <= asked.bundles.count
                    && part.results.dropLast().allSatisfy { $0 == .ok || $0 == .dup },
                "results end with the first bundle that is not taken")
        }
    }
}
