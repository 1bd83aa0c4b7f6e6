public import AnnotationModel
public import CRDT
public import Octets

/// Derives the names of things from what made them (Protocol/03-replication.md, 2).
public struct Naming: Sendable {
    private let hashing: any Hashing

    /// Derives with this hash.
    public init(_ hashing: any Hashing) {
        self.hashing = hashing
    }

    /// The id of the annotation that an op made: over its first issue's place, its kind, stamp and
    /// payload.
    ///
    /// The article and the parent are left out, because they are called differently after a move.
    public func annotation(_ op: Op, first identity: Identity) -> AnnotationID {
        var input = Array("postil annotation 1".utf8)
        input.reserveCapacity(128 + op.payload.count)
        identity.scope.append(to: &input)
        identity.dot.append(to: &input)
        input.append(bigEndian: UInt64(op.kind.raw))
        input.append(bigEndian: op.stamp.bits)
        input += op.payload
        return AnnotationID(hashing.hash(input).first)
    }

    /// The id of an article in a set: over its normalised URL or, without one, the hash of its
    /// source.
    public func article(in set: SetID, key: [UInt8]) -> ArticleID {
        var input = Array("postil article 1".utf8)
        set.octets.append(to: &input)
        input += key
        return ArticleID(hashing.hash(input).first)
    }

    /// The id of a set: over its founder's device key and a random number.
    public func set(founder key: Octets32, nonce: Octets16) -> SetID {
        var input = Array("postil set 1".utf8)
        key.append(to: &input)
        nonce.append(to: &input)
        return SetID(hashing.hash(input).first)
    }

    /// The id of an account: over a secret that its first device made.
    public func account(secret: Octets16) -> AccountID {
        var input = Array("postil account 1".utf8)
        secret.append(to: &input)
        return AccountID(hashing.hash(input).first)
    }

    /// The id of a replica of an account: six octets of the nonce, and ten of a hash over the
    /// account and them, by which everybody can tell that it is no other account's.
    public func replica(of account: AccountID, nonce: Octets16) -> ReplicaID {
        replica(of: account, random: nonce.high >> 16)
    }

    /// Whether the id can only be that of a replica of this account.
    public func isReplica(_ id: ReplicaID, of account: AccountID) -> Bool {
        id == replica(of: account, random: id.octets.high >> 16)
    }

    /// - Parameter random: 48 bits.
    private func replica(of account: AccountID, random: UInt64) -> ReplicaID {
        let front = random << 16
        var input = Array("postil replica 1".utf8)
        account.octets.append(to: &input)
        input += Octets16(high: front, low: 0).octets.prefix(6)
        let hash = hashing.hash(input).first
        return ReplicaID(
            Octets16(high: front | hash.high >> 48, low: hash.high << 16 | hash.low >> 48))
    }

    /// One summand of a set's content hash: a live value (mark 1) or a token (mark 2) of an entity.
    func summand(_ mark: UInt8, _ set: SetID, _ entity: EntityID, _ identity: Identity) -> UInt128 {
        var input: [UInt8] = []
        input.reserveCapacity(128)
        input.append(mark)
        set.octets.append(to: &input)
        entity.octets.append(to: &input)
        identity.scope.append(to: &input)
        identity.dot.append(to: &input)
        identity.hash.append(to: &input)
        let first = hashing.hash(input).first
        return UInt128(first.high) << 64 | UInt128(first.low)
    }
}

extension [UInt8] {
    /// Appends eight octets, the most significant first.
    mutating func append(bigEndian value: UInt64) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

extension Dot {
    /// Appends the replica's octets and the counter in eight octets.
    func append(to output: inout [UInt8]) {
        replica.octets.append(to: &output)
        output.append(bigEndian: counter)
    }
}
