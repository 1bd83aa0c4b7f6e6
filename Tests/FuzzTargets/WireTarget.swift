import AnnotationModel
import CRDT
import Crypto
import Octets
import Replication
import SyncEngine
import WireFormat

/// Values of the wire: what is read is written as the same octets and read again as the same value.
enum WireTarget {
    private static let hashing = BLAKE2b()

    private static func oneForm<Value: Equatable>(
        _ octets: [UInt8], _ decode: ([UInt8]) throws(DecodingFailure) -> Value,
        _ encode: (Value) -> [UInt8]
    ) throws(FuzzFailure) -> Value? {
        guard let value = try? decode(octets) else { return nil }
        let again = encode(value)
        try require(again == octets, "what is read is written as the same octets")
        try require((try? decode(again)) == value, "and read again as the same value")
        return value
    }

    static func reads(_ octets: [UInt8], as target: FuzzTarget) -> Bool {
        switch target {
        case .bundle: (try? Bundle.decode(octets, hashing)) != nil
        case .record: (try? Record.decode(octets, hashing)) != nil
        case .op: (try? OpEncoding.decode(octets)) != nil
        case .payload:
            (try? Payload.decode(
                Array(octets.dropFirst()), of: kinds[Int(octets.first ?? 0) % kinds.count])) != nil
        case .member: (try? MemberEntry.decode(octets)) != nil
        case .request, .peer: (try? SyncRequest.decode(octets, hashing)) != nil
        case .answer: (try? SyncAnswer.decode(octets, hashing)) != nil
        case .reconcileRequest: (try? ReconcileRequest.decode(octets)) != nil
        case .reconcileAnswer: (try? ReconcileAnswer.decode(octets, hashing)) != nil
        case .rest:
            (try? EntityState.decode(octets)) != nil || (try? PlacedOp.decode(octets)) != nil
        default: true
        }
    }

    static func bundle(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in try Bundle.decode(octets, hashing) }
        guard let bundle = try oneForm(octets, read, { $0.encoded() }) else { return }
        try require(
            (1...WireLimits.bundleOpsMax).contains(bundle.entries.count)
                && bundle.last == bundle.dot(at: bundle.entries.count - 1).counter,
            "the counters of a bundle follow each other")
        var kills = 0
        for entry in bundle.entries {
            kills += entry.op.kills.count
            try require(
                zip(entry.op.names, entry.op.names.dropFirst()).allSatisfy { $0 < $1 }
                    && zip(entry.op.kills, entry.op.kills.dropFirst()).allSatisfy { $0 < $1 },
                "the dots of an op ascend")
            if case .op(let op, let hash) = entry { try check(op, hash) }
        }
        try require(kills <= WireLimits.killsMax, "a bundle names no more kills than allowed")
        let bare = bundle.withoutPayloads { $0 % 2 == octets.count % 2 }
        try require(
            bare.hash(hashing) == bundle.hash(hashing), "the hash stays without payloads")
        try require((try? read(bare.encoded())) == bare, "a bundle without payloads is read")
    }

    private static func check(_ op: Op, _ hash: Octets32) throws(FuzzFailure) {
        try require(OpEncoding.hash(op, hashing) == hash, "an op has the hash of its whole form")
        try require(
            (try? OpEncoding.decode(OpEncoding.encode(op))) == op
                || op.names.count > WireLimits.namesMax,
            "an op that came in a bundle stands by itself")
        _ = Payload.isWellFormed(op, in: SetID(hash.first), hashing)
    }

    static func record(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in try Record.decode(octets, hashing) }
        guard let record = try oneForm(octets, read, { $0.encoded() }) else { return }
        try require(
            record.mask.count == record.bundle.entries.count, "a record judges each of its ops")
        let running = record.running(after: .zero, hashing)
        try require(
            record.running(after: running, hashing) != running, "a running hash moves on")
    }

    static func op(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in try OpEncoding.decode(octets) }
        guard let op = try oneForm(octets, read, OpEncoding.encode) else { return }
        if Payload.isWellFormed(op), let payload = try? Payload.decode(op.payload, of: op.kind) {
            try require(payload.encoded() == op.payload, "a payload has one form")
        }
    }

    /// Kinds that payloads are read of, an unknown one at the end.
    static let kinds: [OpKind] = [
        .annotate, .reply, .text, .colour, .status, .tag, .untag, .delete, .revive, .reattach,
        .origin,
        .addArticle, .title, .deleteArticle, .reviveArticle, .setName, OpKind(raw: 0xffff),
    ]

    static func payload(_ octets: [UInt8]) throws(FuzzFailure) {
        guard let first = octets.first else { return }
        let kind = kinds[Int(first) % kinds.count]
        let body = Array(octets.dropFirst())
        guard let payload = try? Payload.decode(body, of: kind) else { return }
        try require(payload.encoded() == body, "a payload has one form")
        guard case .runs(let runs) = payload else { return }
        let text = TextEdit.apply(
            runs.map {
                TextRun(position: $0.position, deleted: $0.deleted, inserted: $0.inserted)
            }, to: "a text that was there")
        try require(text.utf8.count <= body.count + 21, "runs make no more text than they bring")
    }

    static func member(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in try MemberEntry.decode(octets) }
        guard let entry = try oneForm(octets, read, { $0.encoded() }) else { return }
        try check([entry, entry])
    }

    private static func check(_ entries: [MemberEntry]) throws(FuzzFailure) {
        let membership = Membership(entries, hashing)
        try require(
            membership.count == entries.count
                && membership.present.count <= membership.members.count
                && Set(membership.hashes).count == entries.count + 1,
            "a membership log has a hash for each of its entries")
    }

    static func request(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in try SyncRequest.decode(octets, hashing) }
        guard let request = try oneForm(octets, read, { $0.encoded() }) else { return }
        for part in request.parts {
            if case .full(let position) = part.position { _ = position.digest(hashing) }
            if let proof = part.proof { _ = SignedPosition.message(part.set, proof.position) }
        }
    }

    static func answer(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in try SyncAnswer.decode(octets, hashing) }
        guard let answer = try oneForm(octets, read, { $0.encoded() }) else { return }
        for part in answer.parts { try check(part.members) }
    }

    static func reconcileRequest(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in try ReconcileRequest.decode(octets) }
        _ = try oneForm(octets, read) { $0.encoded() }
    }

    static func reconcileAnswer(_ octets: [UInt8]) throws(FuzzFailure) {
        let read = { (octets) throws(DecodingFailure) in
            try ReconcileAnswer.decode(octets, hashing)
        }
        guard let answer = try oneForm(octets, read, { $0.encoded() }) else { return }
        try check(answer.members)
    }

    /// At rest only the values count: they are read as they were written.
    static func rest(_ octets: [UInt8]) throws(FuzzFailure) {
        if let state = try? EntityState.decode(octets) {
            let again = state.encoded()
            try require(
                (try? EntityState.decode(again)) == state, "an entity is read as it was written")
        }
        if let op = try? PlacedOp.decode(octets) {
            try require(
                (try? PlacedOp.decode(op.encoded())) == op, "an op is read as it was written")
        }
    }
}
