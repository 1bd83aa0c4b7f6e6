import Crypto
import Octets
import Replication
import Testing
import WireFormat

/// Octets and values, both ways; invalid octets give the fault that the vector names.
enum WireCheck {
    private struct Octets: Decodable { let octets: String }
    private struct Input<Parts: Decodable, Expected: Decodable>: Decodable {
        let input: Parts
        let expected: Expected
    }
    private struct Nothing: Decodable {}

    /// Compares what is read from the vector's octets with what its parts make, and writes it.
    private static func bothWays<Value: Equatable, Parts: Decodable, Expected: Decodable>(
        _ vector: Vector, _ parts: Parts.Type, _ expected: Expected.Type,
        value: (Parts) throws -> Value, encode: (Value) -> [UInt8],
        decode: ([UInt8]) throws(DecodingFailure) -> Value
    ) throws -> (value: Value, expected: Expected)? {
        let octets = try vector.parts(Octets.self).octets.octets()
        if let refused = vector.head.refused {
            let fault = #expect(throws: DecodingFailure.self, "\(vector.path)") {
                _ = try decode(octets)
            }
            #expect(fault?.rawValue == refused, "\(vector.path)")
            return nil
        }
        let whole = try vector.parts(Input<Parts, Expected>.self)
        let made = try value(whole.input)
        #expect(encode(made) == octets, "\(vector.path): written")
        #expect(try decode(octets) == made, "\(vector.path): read")
        return (made, whole.expected)
    }

    static func op(_ vector: Vector) throws {
        struct Expected: Decodable { let hash: String }
        let found = try bothWays(
            vector, OpParts.self, Expected.self, value: { try $0.op() },
            encode: OpEncoding.encode, decode: OpEncoding.decode)
        guard let found else { return }
        #expect(OpEncoding.hash(found.value, Blake()).hex == found.expected.hash, "\(vector.path)")
    }

    static func bundle(_ vector: Vector) throws {
        struct Expected: Decodable {
            let hash: String
            let key: String
            let isSigned: Bool
        }
        let found = try bothWays(
            vector, BundleParts.self, Expected.self, value: { try $0.bundle() },
            encode: { $0.encoded() },
            decode: { octets throws(DecodingFailure) in try Bundle.decode(octets, Blake()) })
        guard let found else { return }
        let hash = found.value.hash(Blake())
        #expect(hash.hex == found.expected.hash, "\(vector.path)")
        let isSigned = DeviceKey.verify(
            signature: found.value.signature, message: hash.octets,
            publicKey: try found.expected.key.octets32())
        #expect(isSigned == found.expected.isSigned, "\(vector.path)")
    }

    static func member(_ vector: Vector) throws {
        struct Expected: Decodable { let hashAfterNone: String }
        let found = try bothWays(
            vector, MemberParts.self, Expected.self, value: { try $0.entry() },
            encode: { $0.encoded() }, decode: MemberEntry.decode)
        guard let found else { return }
        let hash = found.value.hash(after: .zero, Blake())
        #expect(hash.hex == found.expected.hashAfterNone, "\(vector.path)")
    }

    static func record(_ vector: Vector) throws {
        struct Expected: Decodable { let running: String }
        let found = try bothWays(
            vector, RecordParts.self, Expected.self, value: { try $0.record() },
            encode: { $0.encoded() },
            decode: { octets throws(DecodingFailure) in try Record.decode(octets, Blake()) })
        guard let found else { return }
        let start = LogPosition.runningStart(of: found.value.bundle.set, Blake())
        let running = found.value.running(after: start, Blake())
        #expect(running.hex == found.expected.running, "\(vector.path)")
    }

    static func snapshot(_ vector: Vector) throws {
        struct Expected: Decodable { let running: String }
        let found = try bothWays(
            vector, SnapshotParts.self, Expected.self, value: { try $0.part() },
            encode: { $0.encoded() },
            decode: { octets throws(DecodingFailure) in try SnapshotPart.decode(octets, Blake()) })
        guard let found else { return }
        #expect(found.value.running(Blake()).hex == found.expected.running, "\(vector.path)")
    }

    static func request(_ vector: Vector) throws {
        _ = try bothWays(
            vector, RequestParts.self, Nothing.self, value: { try $0.request() },
            encode: { $0.encoded() },
            decode: { octets throws(DecodingFailure) in try SyncRequest.decode(octets, Blake()) })
    }

    static func answer(_ vector: Vector) throws {
        _ = try bothWays(
            vector, AnswerParts.self, Nothing.self, value: { try $0.answer() },
            encode: { $0.encoded() },
            decode: { octets throws(DecodingFailure) in try SyncAnswer.decode(octets, Blake()) })
    }

    /// Octets that give themselves back when read and written, or are refused, whatever the fault.
    static func octets(_ vector: Vector) throws {
        struct Parts: Decodable {
            let of: String
            let cases: [String]
        }
        let parts = try vector.parts(Parts.self)
        for text in parts.cases {
            let octets = try text.octets()
            if vector.head.refused == nil {
                #expect(try again(octets, parts.of) == octets, "\(vector.path): \(text)")
            } else {
                #expect(throws: DecodingFailure.self, "\(vector.path): \(text)") {
                    _ = try again(octets, parts.of)
                }
            }
        }
        #expect(!parts.cases.isEmpty, "\(vector.path)")
    }

    private static func again(_ octets: [UInt8], _ kind: String) throws -> [UInt8] {
        switch kind {
        case "op": OpEncoding.encode(try OpEncoding.decode(octets))
        case "bundle": try Bundle.decode(octets, Blake()).encoded()
        case "member": try MemberEntry.decode(octets).encoded()
        case "record": try Record.decode(octets, Blake()).encoded()
        case "snapshot": try SnapshotPart.decode(octets, Blake()).encoded()
        case "request": try SyncRequest.decode(octets, Blake()).encoded()
        case "answer": try SyncAnswer.decode(octets, Blake()).encoded()
        default: throw VectorFault(what: "octets of \(kind)")
        }
    }

    /// A payload is read as its kind asks for, and written again as it was.
    static func payload(_ vector: Vector) throws {
        struct Parts: Decodable {
            let opKind: UInt32
            let octets: String
        }
        let parts = try vector.parts(Parts.self)
        let octets = try parts.octets.octets()
        let kind = OpKind(raw: parts.opKind)
        if let refused = vector.head.refused {
            let fault = #expect(throws: DecodingFailure.self, "\(vector.path)") {
                _ = try Payload.decode(octets, of: kind)
            }
            #expect(fault?.rawValue == refused, "\(vector.path)")
        } else if let payload = try Payload.decode(octets, of: kind) {
            #expect(payload.encoded() == octets, "\(vector.path)")
        } else {
            #expect(named[kind] == nil, "\(vector.path)")
        }
    }

    static func position(_ vector: Vector) throws {
        struct Expected: Decodable { let digest: UInt64 }
        let whole = try vector.parts(Input<PositionParts, Expected>.self)
        #expect(
            try whole.input.full().digest(Blake()) == whole.expected.digest, "\(vector.path)")
    }

    static func kinds(_ vector: Vector) throws {
        struct Kind: Decodable {
            let raw: UInt32
            let number: UInt32
            let `class`: UInt32
            let creates: Bool
            let keeps: Bool
            let isContent: Bool
        }
        struct Parts: Decodable { let expected: [String: Kind] }
        let expected = try vector.parts(Parts.self).expected
        #expect(Set(named.values) == Set(expected.keys))
        for (kind, name) in named {
            let row = try #require(expected[name])
            #expect(kind.raw == row.raw && kind.raw >> 6 == row.number, "\(name)")
            #expect(kind.opClass?.rawValue == row.class, "\(name)")
            #expect(
                kind.creates == row.creates && kind.keeps == row.keeps
                    && kind.isContent == row.isContent, "\(name)")
        }
    }

    private static let named: [OpKind: String] = [
        .annotate: "annotate", .reply: "reply", .text: "text", .colour: "colour",
        .status: "status", .tag: "tag", .untag: "untag", .delete: "delete", .revive: "revive",
        .reattach: "reattach", .origin: "origin", .addArticle: "addArticle", .title: "title",
        .deleteArticle: "deleteArticle", .reviveArticle: "reviveArticle", .setName: "setName",
    ]
}
