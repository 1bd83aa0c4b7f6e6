import CRDT
import AnnotationModel
import Octets
import Replication
import Testing
import WireFormat

/// The state of a set as vectors write it.
struct StateParts: Decodable {
    struct Value: Decodable {
        let identity: IdentityParts
        let kind: UInt32
        let payload: String
    }

    struct Entity: Decodable {
        let entity: String
        let isAlive: Bool
        let creation: IdentityParts?
        let article: String?
        let parent: String?
        let values: [Value]
        let tokens: [IdentityParts]
        let shown: [String: String]
        let text: String?
    }

    let entities: [Entity]
    let contentHash: String

    /// Compares a set with this.
    func check(_ set: MemorySet, _ name: String) throws {
        #expect(set.entities.map(\.octets.hex) == entities.map(\.entity), "\(name)")
        #expect(try set.contentHash == number(contentHash), "\(name): content hash")
        for entity in entities { try check(entity, set, "\(name): \(entity.entity)") }
    }

    private func check(_ entity: Entity, _ set: MemorySet, _ name: String) throws {
        let id = EntityID(try entity.entity.octets16())
        let state = set.entity(id, .confirmed) ?? EntityState()
        #expect(set.hasToken(id, .confirmed) == entity.isAlive, "\(name)")
        #expect(state.creation?.identity == (try entity.creation?.identity()), "\(name)")
        #expect(state.creation?.article?.octets.hex == entity.article, "\(name)")
        #expect(state.creation?.parent?.octets.hex == entity.parent, "\(name)")
        #expect(
            try state.live.map(\.identity) == entity.values.map { try $0.identity.identity() },
            "\(name)")
        #expect(state.live.map(\.kind.raw) == entity.values.map(\.kind), "\(name)")
        #expect(
            state.live.map { Alphabet.hex.text($0.payload) } == entity.values.map(\.payload),
            "\(name)")
        #expect(
            try set.tokens(of: id, .confirmed).map(\.identity)
                == entity.tokens.map { try $0.identity() }, "\(name)")
        for (register, payload) in entity.shown {
            let kind = OpKind(raw: try #require(UInt32(register)))
            let shown = state.values(of: kind).first.map { Alphabet.hex.text($0.payload) }
            #expect(shown == payload, "\(name): register \(register)")
        }
        if let text = entity.text {
            #expect(try self.text(of: id, set).utf8.elementsEqual(text.utf8), "\(name): text")
        }
    }

    private func text(of id: EntityID, _ set: MemorySet) throws -> String {
        var ops: [TextOp] = []
        for op in set.ops(of: id) where op.op.kind.isText {
            guard !ops.contains(where: { $0.id == op.identity }) else { continue }
            let runs: [TextRun]
            switch try Payload.decode(op.op.payload, of: op.op.kind) {
            case .annotation(let text, _), .reply(let text):
                runs = [TextRun(position: 0, deleted: 0, inserted: text)]
            case .runs(let written):
                runs = written.map {
                    TextRun(position: $0.position, deleted: $0.deleted, inserted: $0.inserted)
                }
            default: throw VectorFault(what: "a text op without text")
            }
            ops.append(
                TextOp(
                    id: op.identity,
                    predecessors: op.op.names.compactMap { set.op(at: $0)?.identity },
                    runs: runs))
        }
        return TextHistory(ops).text
    }
}
