public import AnnotationModel
public import CRDT
public import Octets
public import Replication

/// Derives the first issues of ops that stand for a note of another program, alike on every replica
/// of an account, so that importing it twice makes one note (Protocol/03-replication.md, 2.8).
public struct ForeignNaming {
    private let hashing: any Hashing
    private let scope: Octets16
    private let prefix: [UInt8]

    /// Names what comes in a format into a set; a personal set's notes keep their names where it
    /// is taken over by the account's other one.
    public init(
        _ hashing: any Hashing, format: String, account: AccountID, set: SetID, isPersonal: Bool
    ) {
        self.hashing = hashing
        var input = Array("postil import 1".utf8)
        account.octets.append(to: &input)
        (isPersonal ? .zero : set.octets).append(to: &input)
        scope = hashing.hash(input).first
        prefix = Array("postil foreign 1".utf8) + Self.sized(format)
    }

    /// The place of the first issue of the op of a kind about the note with a key; `value` tells
    /// several of one kind apart.
    public func place(
        of kind: OpKind, key: String, value: [UInt8] = []
    ) -> (scope: Octets16, dot: Dot) {
        var input = prefix + Self.sized(key)
        input.append(contentsOf: withUnsafeBytes(of: UInt64(kind.raw).bigEndian) { Array($0) })
        input += value
        return (scope, Dot(replica: ReplicaID(hashing.hash(input).first), counter: 1))
    }

    /// Whether an op with this first issue stands for a foreign note, and is not what somebody
    /// wrote here.
    public func isForeign(_ identity: Identity) -> Bool { identity.scope == scope }

    /// The first issue of the op with this kind, stamp and payload; `making` is that of the op that
    /// made the note, nil for that op itself.
    public func identity(
        of op: Op, key: String, value: [UInt8] = [], making: Identity? = nil
    ) -> Identity {
        let (scope, dot) = place(of: op.kind, key: key, value: value)
        var input = Array("postil foreign op 1".utf8)
        input.append(contentsOf: withUnsafeBytes(of: op.stamp.bits.bigEndian) { Array($0) })
        (making?.hash ?? .zero).append(to: &input)
        input += op.payload
        return Identity(scope: scope, dot: dot, hash: hashing.hash(input))
    }

    /// The text behind its length, so that no two pairs of texts give the same octets.
    private static func sized(_ text: String) -> [UInt8] {
        withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { Array($0) } + Array(text.utf8)
    }
}
