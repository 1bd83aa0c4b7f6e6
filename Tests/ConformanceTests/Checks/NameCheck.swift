import AnnotationModel
import CRDT
import Octets
import Replication
import SyncEngine
import Testing

/// What sets, articles and annotations are called.
enum NameCheck {
    private struct Expected: Decodable { let id: String }
    private struct Parts<Input: Decodable>: Decodable {
        let input: Input
        let expected: Expected
    }

    static func set(_ vector: Vector) throws {
        struct Input: Decodable {
            let key: String
            let nonce: String
        }
        let parts = try vector.parts(Parts<Input>.self)
        let id = Naming(Blake()).set(
            founder: try parts.input.key.octets32(), nonce: try parts.input.nonce.octets16())
        #expect(id.octets.hex == parts.expected.id, "\(vector.path)")
    }

    static func article(_ vector: Vector) throws {
        struct Input: Decodable {
            let set: String
            let url: String?
            let source: String?
        }
        let parts = try vector.parts(Parts<Input>.self)
        let key =
            try parts.input.url.map { Array("url:".utf8) + Array($0.utf8) }
            ?? Array("source:".utf8) + (try parts.input.source?.octets() ?? [])
        let id = Naming(Blake()).article(in: try parts.input.set.set(), key: key)
        #expect(id.octets.hex == parts.expected.id, "\(vector.path)")
    }

    static func account(_ vector: Vector) throws {
        struct Input: Decodable { let secret: String }
        let parts = try vector.parts(Parts<Input>.self)
        let id = Naming(Blake()).account(secret: try parts.input.secret.octets16())
        #expect(id.octets.hex == parts.expected.id, "\(vector.path)")
    }

    static func replica(_ vector: Vector) throws {
        struct Input: Decodable {
            let account: String
            let random: String
        }
        let parts = try vector.parts(Parts<Input>.self)
        let account = AccountID(try parts.input.account.octets16())
        let naming = Naming(Blake())
        let nonce = try (parts.input.random + String(repeating: "f", count: 20)).octets16()
        let id = naming.replica(of: account, nonce: nonce)
        #expect(id.octets.hex == parts.expected.id, "\(vector.path)")
        #expect(naming.isReplica(id, of: account) && !naming.isReplica(id, of: .none))
    }

    static func foreign(_ vector: Vector) throws {
        struct Input: Decodable {
            let account: String
            let set: String
            let format: String
            let key: String
            let op: OpParts
            let value: String
            let making: String
        }
        struct Whole: Decodable {
            let input: Input
            let expected: IdentityParts
        }
        let parts = try vector.parts(Whole.self)
        let set = try parts.input.set.set()
        let naming = ForeignNaming(
            Blake(), format: parts.input.format,
            account: AccountID(try parts.input.account.octets16()), set: set,
            isPersonal: set.octets == .zero)
        let making = Identity(
            scope: .zero, dot: Dot(replica: ReplicaID(.zero), counter: 1),
            hash: try parts.input.making.octets32())
        let identity = naming.identity(
            of: try parts.input.op.op(), key: parts.input.key,
            value: try parts.input.value.octets(),
            making: making.hash == .zero ? nil : making)
        #expect(try identity == parts.expected.identity(), "\(vector.path)")
    }

    static func annotation(_ vector: Vector) throws {
        struct Input: Decodable {
            let op: OpParts
            let identity: IdentityParts
        }
        let parts = try vector.parts(Parts<Input>.self)
        let id = Naming(Blake()).annotation(
            try parts.input.op.op(), first: try parts.input.identity.identity())
        #expect(id.octets.hex == parts.expected.id, "\(vector.path)")
    }
}
