public import AnnotationModel
import CRDT
import Octets
public import Replication

/// What a payload of a known kind says (Protocol/09-codes.md).
public enum Payload: Hashable, Sendable {
    /// A new annotation: its comment, and where it sits; a page note sits nowhere.
    case annotation(text: String, anchor: AnchorPayload?)
    /// A new reply: its text.
    case reply(text: String)
    /// Runs of a text op.
    case runs([Run])
    /// A colour, tag, title or name.
    case name(String)
    /// Whether a thread is closed.
    case status(isClosed: Bool)
    /// Other words an annotation was attached to by hand.
    case anchor(AnchorPayload)
    /// Where an annotation comes from that was made in another program.
    case origin(OriginPayload)
    /// A version of an article.
    case article(ArticlePayload)
    /// Nothing.
    case empty

    /// One run: at `position`, `deleted` code points go and `inserted` comes.
    public struct Run: Hashable, Sendable {
        /// Code points before it.
        public let position: Int
        /// Code points that go.
        public let deleted: Int
        /// The text that comes.
        public let inserted: String

        /// Takes the parts.
        public init(position: Int, deleted: Int, inserted: String) {
            self.position = position
            self.deleted = deleted
            self.inserted = inserted
        }
    }

    /// The octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        switch self {
        case .annotation(let text, let anchor):
            writer.writeArray(count: anchor == nil ? 1 : 2)
            writer.write(text)
            anchor?.write(to: &writer)
        case .reply(let text), .name(let text): writer.write(text)
        case .runs(let runs):
            writer.writeArray(count: runs.count * 3)
            for run in runs {
                writer.write(UInt64(clamping: run.position))
                writer.write(UInt64(clamping: run.deleted))
                writer.write(run.inserted)
            }
        case .status(let isClosed): writer.write(isClosed)
        case .anchor(let anchor): anchor.write(to: &writer)
        case .origin(let origin): return origin.encoded()
        case .article(let article): return article.encoded()
        case .empty: break
        }
        return writer.octets
    }

    /// Reads the payload of an op of a known kind; nil if the kind is unknown.
    public static func decode(
        _ octets: [UInt8], of kind: OpKind
    ) throws(DecodingFailure) -> Payload? {
        var reader = CBORReader(octets)
        let result: Payload
        switch kind {
        case .annotate: result = try annotation(&reader)
        case .reply: result = .reply(text: try reader.text(limit: WireLimits.textOctetsMax))
        case .text: result = .runs(try runs(&reader))
        case .colour, .tag: result = .name(try reader.text(limit: WireLimits.nameOctetsMax))
        case .title, .setName:
            result = .name(try reader.text(limit: WireLimits.shortTextOctetsMax))
        case .status: result = .status(isClosed: try reader.bool())
        case .reattach: result = .anchor(try AnchorPayload(&reader))
        case .origin: return .origin(try OriginPayload(octets))
        case .addArticle: return .article(try ArticlePayload(octets))
        case .untag, .delete, .revive, .deleteArticle, .reviveArticle: result = .empty
        default: return nil
        }
        try reader.finish()
        return result
    }

    /// Whether an op's payload is what its kind asks for; true for kinds that are unknown.
    public static func isWellFormed(_ op: Op) -> Bool {
        do {
            _ = try decode(op.payload, of: op.kind)
            return op.kind != .text || op.names.count <= WireLimits.predecessorsMax
        } catch {
            return false
        }
    }

    /// Whether, beyond that, an article that is added is called what its key makes it in the set.
    public static func isWellFormed(
        _ op: Op, in set: SetID, _ hashing: any Hashing
    ) -> Bool {
        guard isWellFormed(op) else { return false }
        guard op.kind == .addArticle, let article = try? ArticlePayload(op.payload) else {
            return true
        }
        return op.target == .article(Naming(hashing).article(in: set, key: article.key))
    }

    private static func annotation(
        _ reader: inout CBORReader
    ) throws(DecodingFailure) -> Payload {
        let count = try reader.array(limit: 2)
        guard count >= 1 else { throw .wrongType }
        let text = try reader.text(limit: WireLimits.textOctetsMax)
        let anchor = count == 2 ? try AnchorPayload(&reader) : nil
        return .annotation(text: text, anchor: anchor)
    }

    private static func runs(_ reader: inout CBORReader) throws(DecodingFailure) -> [Run] {
        let count = try reader.array(limit: WireLimits.runsMax * 3)
        guard count % 3 == 0 else { throw .wrongType }
        var result: [Run] = []
        for _ in 0..<count / 3 {
            let position = try reader.count(limit: 1 << 32 - 1)
            let deleted = try reader.count(limit: 1 << 32 - 1)
            let inserted = try reader.text(limit: WireLimits.textOctetsMax)
            guard deleted > 0 || !inserted.isEmpty else { throw .notCanonical }
            result.append(Run(position: position, deleted: deleted, inserted: inserted))
        }
        return result
    }
}
