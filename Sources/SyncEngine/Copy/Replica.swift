public import AnnotationModel
public import CRDT
public import Octets
public import Replication
public import WireFormat

/// A replica's side of everything: it issues ops, asks for syncs and takes answers in, each inside
/// one transaction of its store (Protocol/05-sync.md).
public struct Replica {
    /// Octets of sealed bundles of one set in one request; one bundle may go beyond.
    public static let requestOctetsMax = 4_194_304

    /// The store, whose transaction the caller holds.
    public let store: any ReplicaStore
    /// The hash that names ops.
    public let hashing: any Hashing
    let checker: any SignatureChecking
    let signer: any Signing
    let randomness: any Randomness
    let serverKey: Octets32?
    /// The wall clock, milliseconds since 1970.
    public let nowMilliseconds: UInt64

    /// Works on `store`; `signer` signs for the device, `serverKey` is the one that receipts are
    /// checked with.
    public init(
        store: any ReplicaStore, hashing: any Hashing, checker: any SignatureChecking,
        signer: any Signing, randomness: any Randomness, serverKey: Octets32?,
        nowMilliseconds: UInt64
    ) {
        self.store = store
        self.hashing = hashing
        self.checker = checker
        self.signer = signer
        self.randomness = randomness
        self.serverKey = serverKey
        self.nowMilliseconds = nowMilliseconds
    }

    /// Founds a set of this device's, offline.
    public func found(isPersonal: Bool) throws -> SetID {
        let nonce = randomness.octets16()
        let set = Naming(hashing).set(founder: signer.key, nonce: nonce)
        var state = CopyState(position: .start(of: set, hashing))
        state.founding = SyncRequest.Founding(
            key: signer.key, nonce: nonce, isPersonal: isPersonal)
        state.isPersonal = isPersonal
        _ = try store.makeCopy(of: set, state)
        return set
    }

    /// Makes an empty copy of a set that the account has joined, or has joined again since it was
    /// removed.
    public func join(_ set: SetID, isPersonal: Bool = false) throws {
        if let copy = try store.copy(of: set) {
            guard copy.state.stop == .removed else { return }
            // The copy that was wiped took with it how far this replica had counted in the set.
            try store.removeCopy(of: set)
            try takeNewIdentity()
        }
        var state = CopyState(position: .start(of: set, hashing))
        state.isPersonal = isPersonal
        _ = try store.makeCopy(of: set, state)
    }

    /// Stamps an op, gives it the set's next counter, and shows it.
    public func issue(
        _ kind: OpKind, _ target: Op.Target, names: [Dot] = [], kills: [Dot] = [],
        payload: Payload = .empty, in copy: any CopyStore
    ) throws -> PlacedOp {
        var clock = store.clock
        let stamp = clock.next(nowMilliseconds: nowMilliseconds)
        store.clock = clock
        let op = Op(
            kind: kind, target: target, names: names, kills: kills, stamp: stamp,
            payload: payload.encoded())
        return try issue(op, in: copy)
    }

    /// Gives an op of this store the set's next counter, and shows it.
    func issue(_ op: Op, in copy: any CopyStore) throws -> PlacedOp {
        let placed = try enqueue(op, in: copy)
        try store.putWrittenHere(placed.identity)
        return placed
    }

    /// Gives an op the set's next counter, puts it into the outbox and shows it.
    func enqueue(_ op: Op, in copy: any CopyStore) throws -> PlacedOp {
        copy.state.counter += 1
        let dot = Dot(replica: store.replica, counter: copy.state.counter)
        let merge = Merge(copy, hashing: hashing)
        let placed = try merge.place(
            op, at: dot, hash: OpEncoding.hash(op, hashing), author: store.account,
            verdict: .pending)
        try copy.put(placed)
        try copy.appendToOutbox(dot)
        for entity in try merge.show(placed) {
            try refreshText(of: entity, in: copy, after: placed)
        }
        return placed
    }

    /// Makes the shown state anew: what is confirmed, and the outbox over it.
    func rebuildShown(_ copy: any CopyStore) throws {
        var touched = try copy.resetShown()
        let merge = Merge(copy, hashing: hashing)
        var shown = Merge.Shown()
        for op in try lostOps(in: copy) { touched += try merge.show(op, after: &shown) }
        for dot in try copy.outbox() {
            guard let op = try copy.op(at: dot) else { continue }
            let entity = try merge.place(
                op.op, at: dot, hash: op.hash, author: store.account, verdict: .pending)
            if entity != op { try copy.put(entity) }
            touched += try merge.show(entity, after: &shown)
        }
        for entity in Set(touched).sorted() { try refreshText(of: entity, in: copy, after: nil) }
    }
}
