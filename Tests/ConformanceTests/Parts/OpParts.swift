import AnnotationModel
import CRDT
import Replication

/// An op as vectors write it.
struct OpParts: Decodable {
    struct Target: Decodable {
        let article: String?
        let annotation: DotParts?
    }

    let kind: UInt32
    let stamp: UInt64
    let target: Target?
    let names: [DotParts]
    let kills: [DotParts]
    let was: IdentityParts?
    let payload: String

    func op() throws -> Op {
        Op(
            kind: OpKind(raw: kind), target: try opTarget(), names: try names.map { try $0.dot() },
            kills: try kills.map { try $0.dot() }, stamp: HybridTimestamp(bits: stamp),
            was: try was?.identity(), payload: try payload.octets())
    }

    private func opTarget() throws -> Op.Target {
        if let article = target?.article { return .article(ArticleID(try article.octets16())) }
        if let dot = target?.annotation { return .annotation(try dot.dot()) }
        return .set
    }
}

/// A dot: replica, counter.
struct DotParts: Decodable {
    let replica: String
    let counter: UInt64

    init(from decoder: any Decoder) throws {
        var items = try decoder.unkeyedContainer()
        replica = try items.decode(String.self)
        counter = try items.decode(UInt64.self)
    }

    func dot() throws -> Dot { Dot(replica: try replica.replica(), counter: counter) }
}

/// An identity, as an object or as set, replica, counter, hash.
struct IdentityParts: Decodable {
    let set: String
    let replica: String
    let counter: UInt64
    let hash: String

    private enum Key: CodingKey { case set, replica, counter, hash }

    init(from decoder: any Decoder) throws {
        if var items = try? decoder.unkeyedContainer() {
            set = try items.decode(String.self)
            replica = try items.decode(String.self)
            counter = try items.decode(UInt64.self)
            hash = try items.decode(String.self)
            return
        }
        let members = try decoder.container(keyedBy: Key.self)
        set = try members.decode(String.self, forKey: .set)
        replica = try members.decode(String.self, forKey: .replica)
        counter = try members.decode(UInt64.self, forKey: .counter)
        hash = try members.decode(String.self, forKey: .hash)
    }

    func identity() throws -> Identity {
        Identity(
            scope: try set.octets16(),
            dot: Dot(replica: try replica.replica(), counter: counter),
            hash: try hash.octets32())
    }
}
